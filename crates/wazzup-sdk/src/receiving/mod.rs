//! What the clients of every service have for receiving.

mod listener;

pub use self::listener::ListenError;
pub(crate) use self::listener::{CLOSE_DEADLINE, Listening, Served, Slot, served};
