//! What the service refuses, by code: class, whether to repeat, cause, what to do.
//!
//! The same codes come in answers and, for messages that were taken and then failed, in webhooks.
//!
//! See [Error codes](https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes).

mod body;
mod class;
mod code;
mod table;

pub use self::body::GraphError;
pub use self::class::{ErrorClass, Throttled};
pub use self::code::ErrorCode;
pub use crate::webhook::WebhookError;
pub use wazzup_wire::Repeat;
