//! Whom a message goes to.

use serde::Serialize;

use crate::chat::ChatType;
use crate::id::ChatId;
use crate::invalid::{self, Invalid};

/// The chat a message goes to: by id, or for a first message by user name or phone.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Recipient(Kind);

#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    ChatId(ChatId),
    Username(String),
    Phone(String),
}

impl Recipient {
    /// The chat of that id.
    ///
    /// WhatsApp and Viber: digits, country code first. Instagram: account name without `@`.
    /// Others and groups: as received in a webhook or from an earlier send.
    #[must_use]
    pub fn chat_id(chat_id: ChatId) -> Self {
        Self(Kind::ChatId(chat_id))
    }

    /// A chat to be opened by a Telegram user name (a person's Telegram account only).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty or starts with `@`.
    pub fn username(username: impl Into<String>) -> Result<Self, Invalid> {
        let username = username.into();
        invalid::no_at_sign("username", &username)?;
        Ok(Self(Kind::Username(username)))
    }

    /// A chat to be opened by phone (a person's Telegram account, and MAX).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the phone is not digits only.
    pub fn phone(phone: impl Into<String>) -> Result<Self, Invalid> {
        let phone = phone.into();
        invalid::digits("phone", &phone)?;
        Ok(Self(Kind::Phone(phone)))
    }

    /// The chat id, if that is how the chat is known.
    #[must_use]
    pub fn as_chat_id(&self) -> Option<&ChatId> {
        match &self.0 {
            Kind::ChatId(chat_id) => Some(chat_id),
            _ => None,
        }
    }

    /// The user name, if that is how the chat is known.
    #[must_use]
    pub fn as_username(&self) -> Option<&str> {
        match &self.0 {
            Kind::Username(username) => Some(username),
            _ => None,
        }
    }

    /// The phone, if that is how the chat is known.
    #[must_use]
    pub fn as_phone(&self) -> Option<&str> {
        match &self.0 {
            Kind::Phone(phone) => Some(phone),
            _ => None,
        }
    }

    /// Whether the messenger takes a recipient of this form.
    pub(crate) fn check(&self, chat_type: &ChatType) -> Result<(), Invalid> {
        match (&self.0, chat_type) {
            (_, ChatType::Unlisted(_)) => Ok(()),
            (Kind::ChatId(chat_id), ChatType::WhatsApp | ChatType::Viber) => {
                invalid::digits("chatId", chat_id.as_str())
            }
            (Kind::ChatId(chat_id), ChatType::Instagram) => {
                invalid::no_at_sign("chatId", chat_id.as_str())
            }
            (Kind::ChatId(chat_id), _) => invalid::not_empty("chatId", chat_id.as_str()),
            (Kind::Username(_), ChatType::Telegram) => Ok(()),
            (Kind::Username(_), _) => Err(Invalid::form("username", "be of a `telegram` chat")),
            (Kind::Phone(_), ChatType::Telegram | ChatType::Max) => Ok(()),
            (Kind::Phone(_), _) => Err(Invalid::form("phone", "be of a `telegram` or `max` chat")),
        }
    }
}

impl From<ChatId> for Recipient {
    fn from(chat_id: ChatId) -> Self {
        Self::chat_id(chat_id)
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Kind::ChatId(_) => "Recipient(chatId: <hidden>)",
            Kind::Username(_) => "Recipient(username: <hidden>)",
            Kind::Phone(_) => "Recipient(phone: <hidden>)",
        })
    }
}
