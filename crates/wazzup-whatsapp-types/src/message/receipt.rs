//! Read receipts and the sign that somebody is typing.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::none;
use crate::id::MessageId;

/// Marks a message of a user as read, and those before it in the chat: the body of a call of its
/// own to `POST /{phone_number_id}/messages`.
///
/// ```
/// use wazzup_whatsapp_types::message::ReadReceipt;
///
/// let receipt = ReadReceipt::new("wamid.TU5P".parse()?).typing();
/// assert_eq!(
///     serde_json::to_string(&receipt)?,
///     r#"{"messaging_product":"whatsapp","status":"read","message_id":"wamid.TU5P","typing_indicator":{"type":"text"}}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// See [Mark messages as read](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read)
/// and [Typing indicators](https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[doc(alias = "typing_indicator")]
pub struct ReadReceipt {
    message_id: MessageId,
    typing: bool,
}

impl ReadReceipt {
    /// How long the user sees that somebody is typing, in seconds, unless a message is sent before.
    pub const TYPING_SECONDS: u64 = 25;

    /// A message that was read. Best within 30 days after it came.
    #[must_use]
    pub fn new(message_id: MessageId) -> Self {
        Self {
            message_id,
            typing: false,
        }
    }

    /// Shows the user that somebody is typing, too: until the next message to them, and for [25
    /// seconds](Self::TYPING_SECONDS) at most.
    #[must_use]
    pub fn typing(mut self) -> Self {
        self.typing = true;
        self
    }

    /// The message that was read.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        &self.message_id
    }

    /// Whether it shows that somebody is typing.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        self.typing
    }
}

impl Serialize for ReadReceipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Typing {
            #[serde(rename = "type")]
            kind: &'static str,
        }

        #[derive(Serialize)]
        struct Body<'a> {
            messaging_product: &'static str,
            status: &'static str,
            message_id: &'a MessageId,
            #[serde(skip_serializing_if = "none")]
            typing_indicator: Option<Typing>,
        }

        Body {
            messaging_product: "whatsapp",
            status: "read",
            message_id: &self.message_id,
            typing_indicator: self.typing.then_some(Typing { kind: "text" }),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ReadReceipt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Body {
            status: String,
            message_id: MessageId,
            #[serde(default)]
            typing_indicator: Option<serde::de::IgnoredAny>,
        }

        let body = Body::deserialize(deserializer)?;
        if body.status != "read" {
            return Err(serde::de::Error::custom("the status is not `read`"));
        }
        Ok(Self {
            message_id: body.message_id,
            typing: body.typing_indicator.is_some(),
        })
    }
}
