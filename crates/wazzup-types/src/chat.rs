//! Messengers, as a chat names them.

open_enum! {
    /// The messenger a chat lives in, and whether it is a group.
    ///
    /// See <https://wazzup24.com/help/api-en/sending-messages/>.
    pub enum ChatType {
        /// A WhatsApp dialogue, over a phone or over the Business API.
        WhatsApp = "whatsapp",
        /// A WhatsApp group.
        WhatsAppGroup = "whatsgroup",
        /// A Viber dialogue.
        Viber = "viber",
        /// An Instagram dialogue or comment thread.
        Instagram = "instagram",
        /// A Telegram dialogue, with a person's account or with a bot.
        Telegram = "telegram",
        /// A Telegram group.
        TelegramGroup = "telegroup",
        /// A VK dialogue.
        Vk = "vk",
        /// An Avito dialogue.
        Avito = "avito",
        /// A MAX dialogue.
        Max = "max",
        /// A MAX group.
        MaxGroup = "maxgroup",
    }
}

impl ChatType {
    /// Whether chats of this type are groups.
    #[must_use]
    pub fn is_group(&self) -> bool {
        matches!(
            self,
            Self::WhatsAppGroup | Self::TelegramGroup | Self::MaxGroup
        )
    }
}
