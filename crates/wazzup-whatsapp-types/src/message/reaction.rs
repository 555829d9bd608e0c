//! Reactions to messages.

use crate::id::MessageId;
use crate::invalid::{self, Invalid};

checked! {
    /// A reaction to a message, or the end of one: `type` is `reaction`.
    ///
    /// Of its statuses only `sent` is ever told. A message that is a reaction itself, is gone or older
    /// than 30 days makes it fail with the code 131009.
    ///
    /// See [Reaction messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/reaction-messages).
    #[derive(Eq)]
    pub struct Reaction {
        message_id: MessageId,
        #[serde(default, deserialize_with = "crate::lenient::plain_text")]
        emoji: String,
    }
}

masked_debug! { Reaction { message_id; hidden: emoji } }

impl Reaction {
    /// A reaction: one emoji. It takes the place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is no emoji.
    pub fn new(message_id: MessageId, emoji: impl Into<String>) -> Result<Self, Invalid> {
        let emoji = emoji.into();
        invalid::not_empty("reaction.emoji", &emoji)?;
        Self { message_id, emoji }.checked()
    }

    /// Takes the reaction to a message back.
    #[must_use]
    pub fn remove(message_id: MessageId) -> Self {
        Self {
            message_id,
            emoji: String::new(),
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::not_empty("reaction.message_id", self.message_id.as_str())
    }

    /// The message.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        &self.message_id
    }

    /// The emoji; `None` if the reaction is taken back.
    #[must_use]
    pub fn emoji(&self) -> Option<&str> {
        Some(self.emoji.as_str()).filter(|emoji| !emoji.is_empty())
    }
}
