#![doc = include_str!("../README.md")]

#[macro_use]
extern crate wazzup_wire;
#[macro_use]
mod macros;

pub mod callback;
mod callback_data;
pub mod error;
pub mod flow;
mod id;
pub mod interactive;
pub mod media;
pub mod message;
mod recipient;
pub mod template;
pub mod usage;
pub mod users;
pub mod webhook;

pub use self::callback_data::{CallbackData, UnpackError};
pub use self::error::{ErrorClass, ErrorCode, GraphError, Repeat};
pub use self::id::{
    AppId, Bsuid, BusinessId, CallId, CatalogId, FlowId, GroupId, IdentityKeyHash, MediaId,
    MessageId, ParentBsuid, PhoneNumber, PhoneNumberId, ProductId, QrCode, TemplateId, Username,
    WaId, WabaId,
};
pub use self::interactive::Interactive;
pub use self::message::{OutgoingMessage, ReadReceipt, SendAnswer, SentMessage};
pub use self::recipient::Recipient;
pub use self::template::Template;
#[doc(inline)]
pub use wazzup_wire::{Actual, Invalid, Limit, RawJson, Secret, Timestamp, Unlisted};
pub(crate) use wazzup_wire::{invalid, lenient};
