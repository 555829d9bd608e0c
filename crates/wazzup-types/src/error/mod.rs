//! What the service refuses, by code: category, whether to repeat, what to do.

mod body;
mod category;
mod code;
mod table;

pub use self::body::{ApiErrorBody, InvalidEntity};
pub use self::category::ErrorCategory;
pub use self::code::ErrorCode;
pub use wazzup_wire::Repeat;
