//! The body of a send.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde::{Deserialize, Deserializer, de};

use super::Pin;
use super::content::{Content, Fields};
use crate::id::{GroupId, IdentityKeyHash, MessageId};
use crate::invalid::{self, Invalid};
use crate::lenient::text;
use crate::recipient::Recipient;

/// A message about to be sent: the body of `POST /{phone_number_id}/messages`.
///
/// ```
/// use wazzup_whatsapp_types::message::{OutgoingMessage, Text};
/// use wazzup_whatsapp_types::Recipient;
///
/// let to = Recipient::parse("+1 555 010 4477")?;
/// let message = OutgoingMessage::new(to, Text::new("Your parcel left the depot")?)
///     .reply_to("wamid.QUJDREVG".parse()?)
///     .tracker("order-8812")?;
/// let body = serde_json::to_value(&message)?;
/// assert_eq!(body["to"], "+1 555 010 4477");
/// assert_eq!(body["text"]["body"], "Your parcel left the depot");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// See [Messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages).
#[derive(Clone, PartialEq)]
pub struct OutgoingMessage {
    to: Recipient,
    content: Content,
    reply_to: Option<MessageId>,
    tracker: Option<String>,
    identity_key_hash: Option<IdentityKeyHash>,
}

masked_debug! { OutgoingMessage { to, content, reply_to, identity_key_hash; hidden: tracker } }

impl OutgoingMessage {
    /// Longest [`tracker`](Self::tracker), in characters.
    pub const TRACKER_MAX_CHARS: usize = 512;

    /// A message of that content to that user or group.
    #[must_use]
    pub fn new(to: impl Into<Recipient>, content: impl Into<Content>) -> Self {
        Self {
            to: to.into(),
            content: content.into(),
            reply_to: None,
            tracker: None,
            identity_key_hash: None,
        }
    }

    /// Pins a message on top of a group's chat, or takes it from there.
    #[must_use]
    pub fn pin(group: GroupId, pin: Pin) -> Self {
        Self::new(group, Content::Pin(pin))
    }

    /// Quotes a message. One that is gone meanwhile is not quoted; the message is sent all the same.
    ///
    /// A reaction and a pin name their message themselves and cannot be replies: they are sent
    /// without this.
    #[must_use]
    pub fn reply_to(mut self, id: MessageId) -> Self {
        self.reply_to = Some(id);
        self
    }

    /// Sets a text that every status of the message brings back: `biz_opaque_callback_data`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [512 characters](Self::TRACKER_MAX_CHARS).
    #[doc(alias = "biz_opaque_callback_data")]
    pub fn tracker(mut self, tracker: impl Into<String>) -> Result<Self, Invalid> {
        let tracker = tracker.into();
        invalid::chars_within(
            "biz_opaque_callback_data",
            &tracker,
            Self::TRACKER_MAX_CHARS,
        )?;
        self.tracker = Some(tracker);
        Ok(self)
    }

    /// Has the message delivered only to the identity of this hash; else its status becomes
    /// `failed` with the code 137000. For numbers with identity checks switched on.
    #[doc(alias = "recipient_identity_key_hash")]
    #[must_use]
    pub fn identity_key_hash(mut self, hash: IdentityKeyHash) -> Self {
        self.identity_key_hash = Some(hash);
        self
    }

    /// Whom it goes to.
    #[must_use]
    pub fn to(&self) -> &Recipient {
        &self.to
    }

    /// What it is made of.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The message it quotes.
    #[must_use]
    pub fn get_reply_to(&self) -> Option<&MessageId> {
        self.reply_to.as_ref()
    }

    /// The text that its statuses bring back.
    #[must_use]
    pub fn get_tracker(&self) -> Option<&str> {
        self.tracker.as_deref()
    }

    /// The identity it is for.
    #[must_use]
    pub fn get_identity_key_hash(&self) -> Option<&IdentityKeyHash> {
        self.identity_key_hash.as_ref()
    }
}

#[derive(serde::Serialize, Deserialize)]
struct Context {
    message_id: MessageId,
}

impl OutgoingMessage {
    /// Writes every field.
    pub(super) fn write<M: SerializeMap>(&self, body: &mut M) -> Result<(), M::Error> {
        body.serialize_entry("messaging_product", "whatsapp")?;
        body.serialize_entry("recipient_type", self.to.recipient_type())?;
        body.serialize_entry(self.to.field(), self.to.as_str())?;
        body.serialize_entry("type", self.content.name())?;
        self.content.write(body)?;
        if let Some(message_id) = &self.reply_to
            && !self.content.names_a_message()
        {
            let message_id = message_id.clone();
            body.serialize_entry("context", &Context { message_id })?;
        }
        if let Some(tracker) = &self.tracker {
            body.serialize_entry("biz_opaque_callback_data", tracker)?;
        }
        if let Some(hash) = &self.identity_key_hash {
            body.serialize_entry("recipient_identity_key_hash", hash)?;
        }
        Ok(())
    }
}

impl Serialize for OutgoingMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        self.write(&mut body)?;
        body.end()
    }
}

/// Reads the body of a send, and checks it as the constructors do.
impl<'de> Deserialize<'de> for OutgoingMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Body {
            #[serde(default, deserialize_with = "text")]
            to: Option<String>,
            #[serde(default, deserialize_with = "text")]
            recipient: Option<String>,
            #[serde(default)]
            recipient_type: Option<String>,
            #[serde(default, rename = "type")]
            kind: Option<String>,
            #[serde(default)]
            context: Option<Context>,
            #[serde(default)]
            biz_opaque_callback_data: Option<String>,
            #[serde(default)]
            recipient_identity_key_hash: Option<IdentityKeyHash>,
            #[serde(flatten)]
            content: Fields,
        }

        let body = Body::deserialize(deserializer)?;
        let to = Recipient::from_fields(
            body.to.as_deref(),
            body.recipient.as_deref(),
            body.recipient_type.as_deref(),
        )
        .map_err(de::Error::custom)?;
        // Without a type it is text.
        let content = body
            .content
            .content(body.kind.as_deref().unwrap_or("text"))?;
        if matches!(content, Content::Pin(_)) && !to.is_group() {
            return Err(de::Error::custom("a message is pinned in groups only"));
        }
        let mut message = Self::new(to, content);
        message.reply_to = body.context.map(|context| context.message_id);
        message.identity_key_hash = body.recipient_identity_key_hash;
        match body.biz_opaque_callback_data {
            Some(tracker) => message.tracker(tracker).map_err(de::Error::custom),
            None => Ok(message),
        }
    }
}
