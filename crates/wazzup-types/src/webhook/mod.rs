//! Webhook bodies and the events in them.
//!
//! [`parse`] never refuses a body for one bad part of it: every element is read on its own, what
//! cannot be read is reported beside its siblings, and what is not known is kept.
//!
//! ```
//! use wazzup_types::webhook::{self, Event};
//!
//! let body = r#"{
//!     "messages": [{"messageId": "m-1", "text": "Hi"}, 42],
//!     "statuses": [{"messageId": "m-0", "status": "read"}]
//! }"#;
//! let webhook = webhook::parse(body)?;
//! assert_eq!(webhook.events.len(), 3);
//! let Event::Message(message) = &webhook.events[0] else { panic!() };
//! assert_eq!(message.text.as_deref(), Some("Hi"));
//! assert_eq!(message.raw().as_str(), r#"{"messageId": "m-1", "text": "Hi"}"#);
//! let Event::Malformed(odd) = &webhook.events[1] else { panic!() };
//! assert_eq!((odd.key.as_str(), odd.index, odd.raw.as_str()), ("messages", Some(1), "42"));
//! # Ok::<(), wazzup_types::webhook::NotJson>(())
//! ```

mod channel;
mod delivery_error;
mod entity;
mod event;
mod message;
mod parse;
mod reply;
mod unknown;

/// How long the service waits for the answer to a webhook, in seconds.
pub const ANSWER_SECONDS: u64 = 30;

pub use self::channel::{ChannelUpdate, TemplateStatusUpdate};
pub use self::delivery_error::DeliveryError;
pub use self::entity::{CreateContact, CreateDeal, EntitySource};
pub use self::event::{Event, MalformedEvent, UnknownEvent};
pub use self::message::{InstPost, Message, MessageContact, OldInfo, QuotedMessage, StatusUpdate};
pub use self::parse::{Webhook, parse};
pub use wazzup_wire::{NotJson, ReadError, Received};
