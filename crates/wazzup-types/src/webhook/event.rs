//! One event of a webhook body.

use std::fmt::Write as _;

use wazzup_wire::{RawJson, ReadError, Received, Unread};

use super::{
    ChannelUpdate, CreateContact, CreateDeal, Message, StatusUpdate, TemplateStatusUpdate,
};

/// One event of a webhook body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A message, incoming or outgoing; also an edited or deleted one. From `messages`.
    Message(Received<Message>),
    /// What became of a message. From `statuses`.
    Status(Received<StatusUpdate>),
    /// The CRM is asked to make a contact and to answer with it. From `createContact`.
    CreateContact(Received<CreateContact>),
    /// The CRM is asked to make a deal and to answer with it. From `createDeal`.
    CreateDeal(Received<CreateDeal>),
    /// A channel changed its state. From `channelsUpdates`.
    ChannelUpdate(Received<ChannelUpdate>),
    /// A template changed its status. From `templateStatus`.
    TemplateStatus(Received<TemplateStatusUpdate>),
    /// The probe `{"test": true}` that is sent when the webhook address is set. Holds the `true`.
    Test(RawJson),
    /// A part of the body that this version does not name.
    Unknown(UnknownEvent),
    /// A part of a known kind that could not be read. Its siblings are not affected.
    ///
    /// Boxed, since it is rare and larger than all others.
    Malformed(Box<MalformedEvent>),
}

/// A part of a body that this version does not name.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// Its key in the body; empty if the body is no object.
    pub key: String,
    /// Its JSON.
    pub raw: RawJson,
}

masked_debug! { UnknownEvent { raw; hidden: key } }

/// A part of a known kind that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MalformedEvent {
    /// The key it stood under, such as `messages`.
    pub key: String,
    /// Its place in the list, if it was in one.
    pub index: Option<usize>,
    /// Its JSON.
    pub raw: RawJson,
    /// What is wrong with it.
    pub error: ReadError,
}

impl UnknownEvent {
    pub(super) fn new(key: impl Into<String>, raw: RawJson) -> Self {
        Self {
            key: key.into(),
            raw,
        }
    }
}

impl MalformedEvent {
    pub(super) fn new(key: &str, index: Option<usize>, unread: Unread) -> Self {
        Self {
            key: key.to_owned(),
            index,
            raw: unread.raw,
            error: unread.error,
        }
    }
}

impl Event {
    /// The kind in one word: `message`, `status`, `create_contact`, `create_deal`,
    /// `channel_update`, `template_status`, `test` or `unknown`. A malformed event has the name
    /// of the kind it was meant to be.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::Status(_) => "status",
            Self::CreateContact(_) => "create_contact",
            Self::CreateDeal(_) => "create_deal",
            Self::ChannelUpdate(_) => "channel_update",
            Self::TemplateStatus(_) => "template_status",
            Self::Test(_) => "test",
            Self::Unknown(_) => "unknown",
            Self::Malformed(event) => {
                super::parse::Key::of(&event.key).map_or("unknown", |key| key.event())
            }
        }
    }

    /// The JSON of this event alone, as it came.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        match self {
            Self::Message(event) => event.raw(),
            Self::Status(event) => event.raw(),
            Self::CreateContact(event) => event.raw(),
            Self::CreateDeal(event) => event.raw(),
            Self::ChannelUpdate(event) => event.raw(),
            Self::TemplateStatus(event) => event.raw(),
            Self::Test(raw) => raw,
            Self::Unknown(event) => &event.raw,
            Self::Malformed(event) => &event.raw,
        }
    }

    /// The id of what the event is about: of the message for a message or its status, of the
    /// channel, of the template. The other kinds have none.
    ///
    /// It does not tell two events apart: a message has several statuses. That is
    /// [`dedup_key`](Self::dedup_key).
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Message(event) => Some(event.message_id.as_str()),
            Self::Status(event) => Some(event.message_id.as_str()),
            Self::ChannelUpdate(event) => Some(event.channel_id.as_str()),
            Self::TemplateStatus(event) => Some(event.template_guid.as_str()),
            _ => None,
        }
    }

    /// A key that repeated deliveries of one event share and different events do not.
    ///
    /// | Event | Made of |
    /// |---|---|
    /// | message | message id, edited and deleted flags, status; if edited, a checksum of the new content, so that a second edit is another event |
    /// | status | message id, status, timestamp |
    /// | channel update | channel id, state, timestamp |
    ///
    /// The others have none: nothing in them tells a repeat from the same thing happening again.
    #[must_use]
    pub fn dedup_key(&self) -> Option<String> {
        let mut key = String::new();
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Message(event) => {
                let status = event.status.as_ref().map_or("", |status| status.as_str());
                let edited = if event.is_edited { "e" } else { "" };
                let deleted = if event.is_deleted { "d" } else { "" };
                let _ = write!(
                    key,
                    "message:{}:{edited}{deleted}:{status}",
                    event.message_id
                );
                if !event.is_edited {
                    return Some(key);
                }
                let text = event.text.as_deref().unwrap_or_default();
                let content_uri = event.content_uri.as_deref().unwrap_or_default();
                write!(key, ":{:016x}", checksum(&[text, content_uri]))
            }
            Self::Status(event) => {
                let status = event.status.as_ref().map_or("", |status| status.as_str());
                let at = event
                    .timestamp
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                write!(key, "status:{}:{status}:{at}", event.message_id)
            }
            Self::ChannelUpdate(event) => {
                let state = event.state.as_ref().map_or("", |state| state.as_str());
                let at = event
                    .timestamp
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                write!(key, "channel:{}:{state}:{at}", event.channel_id)
            }
            _ => return None,
        };
        Some(key)
    }

    /// Paths of the fields and values that this version does not know, such as `contact.foo` for
    /// a field or `status` for a word that the enum does not name. The key itself for an unknown
    /// event, `.` if it has none.
    ///
    /// Read anew from the JSON at each call: for reports, not for the way of every event.
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        super::unknown::paths(self)
    }

    /// What is wrong with a malformed event.
    #[must_use]
    pub fn error(&self) -> Option<&ReadError> {
        match self {
            Self::Malformed(event) => Some(&event.error),
            _ => None,
        }
    }

    /// Whether it was read into one of this crate's models.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !matches!(self, Self::Unknown(_) | Self::Malformed(_))
    }
}

/// FNV-1a: the same in every process and version, unlike the standard library's hasher.
fn checksum(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        // 0xff is in no UTF-8 text, so it keeps the parts apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}
