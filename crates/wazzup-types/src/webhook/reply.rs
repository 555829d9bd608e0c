//! Answering a message in its own chat.

use super::Message;
use crate::{Actual, ChannelId, ChatType, Invalid, Limit, OutgoingMessage, Recipient};

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
        let (channel, chat_type, to) = self.way_back()?;
        OutgoingMessage::text(channel, chat_type, to, text)
    }

    /// A file to the chat this message is in, over the channel it came by; as
    /// [`OutgoingMessage::file`], so the address must answer without a redirect.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is empty, or as for [`reply`](Self::reply).
    pub fn reply_with_file(
        &self,
        content_uri: impl Into<String>,
    ) -> Result<OutgoingMessage, Invalid> {
        let (channel, chat_type, to) = self.way_back()?;
        OutgoingMessage::file(channel, chat_type, to, content_uri)
    }

    fn way_back(&self) -> Result<(ChannelId, ChatType, Recipient), Invalid> {
        let missing = |field| Invalid::new(field, Limit::MinItems(1), Actual::Missing);
        let channel = self
            .channel_id
            .clone()
            .ok_or_else(|| missing("channelId"))?;
        let chat_type = self.chat_type.clone().ok_or_else(|| missing("chatType"))?;
        let chat = self.chat_id.clone().ok_or_else(|| missing("chatId"))?;
        Ok((channel, chat_type, Recipient::chat_id(chat)))
    }
}

#[cfg(test)]
mod tests {
    use crate::{ChatId, MessageId, message::Content};

    use super::*;

    #[test]
    fn a_message_without_its_chat_cannot_be_answered() {
        let message = Message::new(MessageId::new("m-1").unwrap());
        let error = message.reply("hi").unwrap_err();
        assert!(error.to_string().contains("channelId"), "{error}");
    }
    #[test]
    fn a_file_goes_back_to_the_chat_the_message_came_from() {
        let mut message = Message::new(MessageId::new("m-1").unwrap());
        let error = message
            .reply_with_file("https://example.com/a.jpg")
            .unwrap_err();
        assert!(error.to_string().contains("channelId"), "{error}");

        message.channel_id = Some(ChannelId::new("c-1").unwrap());
        message.chat_type = Some(ChatType::WhatsApp);
        message.chat_id = Some(ChatId::new("79990000000").unwrap());
        let file = message
            .reply_with_file("https://example.com/a.jpg")
            .unwrap();
        assert_eq!(file.recipient().as_chat_id(), message.chat_id.as_ref());
        assert!(matches!(file.content(), Content::File { .. }));
        message.reply_with_file("").unwrap_err();
    }
}
