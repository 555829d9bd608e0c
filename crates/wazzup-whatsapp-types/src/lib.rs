#![doc = include_str!("../README.md")]

pub mod flow;
mod id;

pub use self::id::{
    AppId, Bsuid, BusinessId, CallId, CatalogId, FlowId, GroupId, MediaId, MessageId, ParentBsuid,
    PhoneNumber, PhoneNumberId, TemplateId, Username, WaId, WabaId,
};
