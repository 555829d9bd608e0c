#![doc = include_str!("../README.md")]

#[macro_use]
extern crate wazzup_wire;

pub mod channel;
pub mod chat;
pub mod connect;
pub mod contact;
pub mod counter;
pub mod deal;
pub mod error;
mod id;
pub mod iframe;
pub mod message;
pub mod page;
pub mod pipeline;
pub mod settings;
pub mod tech;
pub mod template;
pub mod user;
pub mod v2;
pub mod webhook;

pub use self::channel::{Channel, ChannelState, ChannelTransport};
pub use self::chat::ChatType;
pub use self::contact::{Contact, ContactChat, NewContact};
pub use self::deal::{Deal, NewDeal};
pub use self::error::{ApiErrorBody, ErrorCategory, ErrorCode, Repeat};
pub use self::id::{
    AccountId, ChannelId, ChatId, ContactId, CrmMessageId, DealId, MessageId, PipelineId, StageId,
    TemplateId, UserId,
};
pub use self::message::{
    MessageEdit, MessageStatus, MessageType, OutgoingMessage, Recipient, SentMessage,
};
pub use self::page::Page;
pub use self::pipeline::{NewPipeline, NewStage, Pipeline, Stage};
pub use self::settings::{Subscriptions, WebhookSettings, WebhookSettingsUpdate};
pub use self::template::Template;
pub use self::user::{NewUser, User};
#[doc(inline)]
pub use wazzup_wire::{Actual, Invalid, Limit, RawJson, Secret, Timestamp, Unlisted};
pub(crate) use wazzup_wire::{invalid, lenient};

/// Fields of an entity that this version does not name, kept so that writing the entity back
/// loses none.
pub type Extra = serde_json::Map<String, serde_json::Value>;
