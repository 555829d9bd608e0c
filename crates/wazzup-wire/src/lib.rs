#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

pub mod invalid;
pub mod lenient;
pub mod open;
mod raw;
mod read;
mod received;
pub mod redact;
mod repeat;
mod secret;
mod time;
pub mod unknown;
mod walk;

pub use self::invalid::{Actual, Invalid, Limit};
pub use self::open::Unlisted;
pub use self::raw::RawJson;
pub use self::read::ReadError;
pub use self::received::Received;
pub use self::repeat::Repeat;
pub use self::secret::Secret;
pub use self::time::Timestamp;
pub use self::walk::{NotJson, Unread, Walk};
