//! Rate limit.

pub use self::key::LimitKey;

mod key;
