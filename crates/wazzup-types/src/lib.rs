#![doc = include_str!("../README.md")]

#[macro_use]
mod macros;

pub mod channel;
pub mod chat;
pub mod connect;
pub mod contact;
pub mod counter;
pub mod deal;
pub mod error;
mod id;
pub mod iframe;
mod invalid;
mod lenient;
pub mod message;
mod open;
pub mod page;
pub mod pipeline;
mod raw;
mod redact;
mod secret;
pub mod settings;
pub mod tech;
pub mod template;
mod time;
pub mod user;
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
pub use self::invalid::{Actual, Invalid, Limit};
pub use self::message::{
    MessageEdit, MessageStatus, MessageType, OutgoingMessage, Recipient, SentMessage,
};
pub use self::open::Unlisted;
pub use self::page::Page;
pub use self::pipeline::{NewPipeline, NewStage, Pipeline, Stage};
pub use self::raw::RawJson;
pub use self::secret::Secret;
pub use self::settings::{Subscriptions, WebhookSettings, WebhookSettingsUpdate};
pub use self::template::Template;
pub use self::time::Timestamp;
pub use self::user::{NewUser, User};

/// Fields of an entity that this version does not name, kept so that writing the entity back
/// loses none.
pub type Extra = serde_json::Map<String, serde_json::Value>;
