//! Contacts: people the CRM knows, and the chats that lead to them.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::chat::ChatType;
use crate::id::{ChatId, ContactId, UserId};
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::lenient::{list, none, plain_text, text};

/// One chat of a contact: an item of `contactData`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactChat {
    /// The messenger.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
    /// The chat in it.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// Telegram user name, without `@`, in the place of the chat id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub username: Option<String>,
    /// Phone of a Telegram or MAX user, digits, in the place of the chat id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { ContactChat { chat_type, chat_id; hidden: username, phone, extra } }

impl ContactChat {
    /// A chat known by its id.
    #[must_use]
    pub fn new(chat_type: ChatType, chat_id: ChatId) -> Self {
        Self {
            chat_id: Some(chat_id),
            ..Self::of(chat_type)
        }
    }

    /// A Telegram chat known by the user name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty or starts with `@`.
    pub fn telegram_username(username: impl Into<String>) -> Result<Self, Invalid> {
        let username = username.into();
        invalid::no_at_sign("username", &username)?;
        Ok(Self {
            username: Some(username),
            ..Self::of(ChatType::Telegram)
        })
    }

    /// A Telegram or MAX chat known by the phone.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the phone is not digits only, or the messenger is another one.
    pub fn phone(chat_type: ChatType, phone: impl Into<String>) -> Result<Self, Invalid> {
        let chat = Self {
            phone: Some(phone.into()),
            ..Self::of(chat_type)
        };
        chat.check()?;
        Ok(chat)
    }

    fn of(chat_type: ChatType) -> Self {
        Self {
            chat_type: Some(chat_type),
            chat_id: None,
            username: None,
            phone: None,
            extra: Extra::new(),
        }
    }

    /// Whether the service would take it.
    fn check(&self) -> Result<(), Invalid> {
        let Some(chat_type) = &self.chat_type else {
            return Err(Invalid::new(
                "chatType",
                Limit::MinItems(1),
                Actual::Missing,
            ));
        };
        if let Some(username) = &self.username {
            if self.chat_id.is_none() && *chat_type != ChatType::Telegram {
                return Err(Invalid::form("username", "be of a `telegram` chat"));
            }
            if self.chat_id.is_none() {
                invalid::no_at_sign("username", username)?;
            }
        }
        if let Some(phone) = &self.phone {
            if self.chat_id.is_none() && !matches!(chat_type, ChatType::Telegram | ChatType::Max) {
                return Err(Invalid::form("phone", "be of a `telegram` or `max` chat"));
            }
            if self.chat_id.is_none() {
                invalid::digits("phone", phone)?;
            }
        }
        match &self.chat_id {
            Some(chat_id) => invalid::not_empty("chatId", chat_id.as_str()),
            None if self.username.is_some() || self.phone.is_some() => Ok(()),
            None => Err(Invalid::new("chatId", Limit::MinItems(1), Actual::Missing)),
        }
    }
}

/// A contact as the service tells of it.
///
/// See <https://wazzup24.com/help/api-en/working-with-contacts/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// The CRM's id.
    pub id: ContactId,
    /// The user who looks after it.
    #[serde(default, skip_serializing_if = "none")]
    pub responsible_user_id: Option<UserId>,
    /// The name.
    #[serde(default, deserialize_with = "plain_text")]
    pub name: String,
    /// The chats that lead to it.
    #[serde(default, deserialize_with = "list")]
    pub contact_data: Vec<ContactChat>,
    /// Link to the card in the CRM.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub uri: Option<String>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { Contact { id, responsible_user_id, contact_data; hidden: name, uri, extra } }

/// A contact to be created or updated by `POST /v3/contacts`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Contact")]
pub struct NewContact {
    id: ContactId,
    responsible_user_id: UserId,
    name: String,
    contact_data: Vec<ContactChat>,
    #[serde(skip_serializing_if = "none")]
    uri: Option<String>,
    #[serde(flatten)]
    extra: Extra,
}

masked_debug! { NewContact { id, responsible_user_id, contact_data; hidden: name, uri, extra } }

impl NewContact {
    /// Longest name, in characters.
    pub const NAME_MAX_CHARS: usize = 200;
    /// Longest link to the card in the CRM, in characters.
    pub const URI_MAX_CHARS: usize = 200;
    /// Fewest chats of a contact.
    pub const CHATS_MIN: usize = 1;

    /// A contact without a link.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if an id is too long, the name is empty or longer than
    /// [`NAME_MAX_CHARS`](Self::NAME_MAX_CHARS), there is no chat, or a chat has neither id nor
    /// user name nor phone.
    pub fn new(
        id: ContactId,
        responsible_user_id: UserId,
        name: impl Into<String>,
        chats: impl IntoIterator<Item = ContactChat>,
    ) -> Result<Self, Invalid> {
        let name = name.into();
        let contact_data: Vec<_> = chats.into_iter().collect();
        invalid::chars_within("id", id.as_str(), ContactId::MAX_CHARS)?;
        invalid::chars_within(
            "responsibleUserId",
            responsible_user_id.as_str(),
            UserId::MAX_CHARS,
        )?;
        invalid::chars_within("name", &name, Self::NAME_MAX_CHARS)?;
        invalid::items_within(
            "contactData",
            contact_data.len(),
            Self::CHATS_MIN,
            usize::MAX,
        )?;
        for (index, chat) in contact_data.iter().enumerate() {
            chat.check()
                .map_err(|error| error.within("contactData", index))?;
        }
        Ok(Self {
            id,
            responsible_user_id,
            name,
            contact_data,
            uri: None,
            extra: Extra::new(),
        })
    }

    /// Sets the link to the card in the CRM. It is sent as given.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [`URI_MAX_CHARS`](Self::URI_MAX_CHARS).
    pub fn uri(mut self, uri: impl Into<String>) -> Result<Self, Invalid> {
        let uri = uri.into();
        invalid::chars_within("uri", &uri, Self::URI_MAX_CHARS)?;
        self.uri = Some(uri);
        Ok(self)
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &ContactId {
        &self.id
    }

    /// The user who looks after it.
    #[must_use]
    pub fn responsible_user_id(&self) -> &UserId {
        &self.responsible_user_id
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The chats that lead to it.
    #[must_use]
    pub fn contact_data(&self) -> &[ContactChat] {
        &self.contact_data
    }
}

impl TryFrom<Contact> for NewContact {
    type Error = Invalid;

    fn try_from(contact: Contact) -> Result<Self, Self::Error> {
        let Contact {
            id,
            responsible_user_id,
            name,
            contact_data,
            uri,
            extra,
        } = contact;
        let responsible = responsible_user_id.ok_or(Invalid::new(
            "responsibleUserId",
            Limit::MinChars(1),
            Actual::Missing,
        ))?;
        let mut new = Self::new(id, responsible, name, contact_data)?;
        if let Some(uri) = uri.filter(|uri| !uri.is_empty()) {
            new = new.uri(uri)?;
        }
        new.extra = extra;
        Ok(new)
    }
}

impl From<NewContact> for Contact {
    fn from(new: NewContact) -> Self {
        let NewContact {
            id,
            responsible_user_id,
            name,
            contact_data,
            uri,
            extra,
        } = new;
        Self {
            id,
            responsible_user_id: Some(responsible_user_id),
            name,
            contact_data,
            uri,
            extra,
        }
    }
}
