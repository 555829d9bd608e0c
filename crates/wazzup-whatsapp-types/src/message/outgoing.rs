//! The body of a send.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Content;
use crate::id::{IdentityKeyHash, MessageId};
use crate::invalid::{self, Invalid};
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

impl Serialize for OutgoingMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Context<'a> {
            message_id: &'a MessageId,
        }

        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("messaging_product", "whatsapp")?;
        body.serialize_entry("recipient_type", self.to.recipient_type())?;
        body.serialize_entry(self.to.field(), self.to.as_str())?;
        body.serialize_entry("type", self.content.name())?;
        self.content.write(&mut body)?;
        if let Some(message_id) = &self.reply_to {
            body.serialize_entry("context", &Context { message_id })?;
        }
        if let Some(tracker) = &self.tracker {
            body.serialize_entry("biz_opaque_callback_data", tracker)?;
        }
        if let Some(hash) = &self.identity_key_hash {
            body.serialize_entry("recipient_identity_key_hash", hash)?;
        }
        body.end()
    }
}
