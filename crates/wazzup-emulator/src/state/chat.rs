//! Chats: who wrote last, who is still waiting.

use serde_json::Value;

/// One chat on one channel.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct ChatKey {
    pub(crate) channel: String,
    pub(crate) chat_type: String,
    pub(crate) chat_id: String,
}

impl std::fmt::Debug for ChatKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The chat id may be a phone number.
        f.debug_struct("ChatKey")
            .field("channel", &self.channel)
            .field("chat_type", &self.chat_type)
            .finish_non_exhaustive()
    }
}

/// What is remembered of a chat that a customer wrote in, or whose id a send taught.
#[derive(Clone, Default)]
pub(crate) struct Chat {
    pub(crate) last_inbound: Option<i64>,
    /// The moment of the first message that nobody has answered.
    pub(crate) waiting_since: Option<i64>,
    pub(crate) contact: Option<Value>,
    /// Sends to it fail with this code.
    pub(crate) broken: Option<String>,
}

impl std::fmt::Debug for Chat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chat")
            .field("last_inbound", &self.last_inbound)
            .field("waiting_since", &self.waiting_since)
            .finish_non_exhaustive()
    }
}
