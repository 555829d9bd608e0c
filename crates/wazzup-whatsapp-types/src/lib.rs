#![doc = include_str!("../README.md")]

#[macro_use]
extern crate wazzup_wire;
#[macro_use]
mod macros;

pub mod error;
pub mod flow;
mod id;
pub mod interactive;
pub mod message;
mod recipient;
pub mod template;
pub mod webhook;

pub use self::id::{
    AppId, Bsuid, BusinessId, CallId, CatalogId, FlowId, GroupId, IdentityKeyHash, MediaId,
    MessageId, ParentBsuid, PhoneNumber, PhoneNumberId, ProductId, QrCode, TemplateId, Username,
    WaId, WabaId,
};
pub use self::error::{ErrorClass, ErrorCode, GraphError, Repeat};
pub use self::message::OutgoingMessage;
pub use self::recipient::Recipient;
#[doc(inline)]
pub use wazzup_wire::{Actual, Invalid, Limit, RawJson, Secret, Timestamp, Unlisted};
pub(crate) use wazzup_wire::{invalid, lenient};
