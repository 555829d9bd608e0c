//! Reads answers whole, up to a limit.

pub(crate) use self::future::Collecting;
pub use self::future::TooLarge;

mod future;
