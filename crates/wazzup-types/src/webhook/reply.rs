//! Answering a message in its own chat.

use super::Message;
use crate::{Actual, Invalid, Limit, OutgoingMessage, Recipient};

impl Message {
    /// A text to the chat this message is in, over the channel it came by.
    ///
    /// ```
    /// # let body = r#"{"messages":[{"messageId":"m-1","channelId":"c-1","chatType":"whatsapp",
    /// #   "chatId":"79990000000","text":"Hello"}]}"#;
    /// use wazzup_types::webhook::{Event, parse};
    ///
    /// for event in parse(body)?.events {
    ///     if let Event::Message(message) = event {
    ///         let answer = message.reply("Hello to you")?.ref_message_id(message.message_id.clone());
    ///         println!("{}", serde_json::to_string(&answer)?);
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty, or the message came without its channel, chat type or
    /// chat, as edited and deleted messages do.
    pub fn reply(&self, text: impl Into<String>) -> Result<OutgoingMessage, Invalid> {
        let missing = |field| Invalid::new(field, Limit::MinItems(1), Actual::Missing);
        let channel = self
            .channel_id
            .clone()
            .ok_or_else(|| missing("channelId"))?;
        let chat_type = self.chat_type.clone().ok_or_else(|| missing("chatType"))?;
        let chat = self.chat_id.clone().ok_or_else(|| missing("chatId"))?;
        OutgoingMessage::text(channel, chat_type, Recipient::chat_id(chat), text)
    }
}

#[cfg(test)]
mod tests {
    use crate::MessageId;

    use super::*;

    #[test]
    fn a_message_without_its_chat_cannot_be_answered() {
        let message = Message::new(MessageId::new("m-1").unwrap());
        let error = message.reply("hi").unwrap_err();
        assert!(error.to_string().contains("channelId"), "{error}");
    }
}
