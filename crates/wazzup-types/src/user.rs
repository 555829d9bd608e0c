//! Users: the employees of the CRM.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::id::UserId;
use crate::invalid::{self, Invalid};
use crate::lenient::{none, plain_text, text};

/// Most users of an account.
pub const USERS_MAX: usize = 1000;

/// A user as the service tells of it.
///
/// See <https://wazzup24.com/help/api-en/working-with-the-user-entity/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The CRM's id.
    pub id: UserId,
    /// The name shown in the service.
    #[serde(default, deserialize_with = "plain_text")]
    pub name: String,
    /// Digits, country code first; used by the mobile app only. Lists leave it out.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { User { id; hidden: name, phone, extra } }

impl User {
    /// A user without a phone.
    #[must_use]
    pub fn new(id: UserId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            phone: None,
            extra: Extra::new(),
        }
    }
}

/// A user to be created or updated by `POST /v3/users`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "User")]
pub struct NewUser {
    id: UserId,
    name: String,
    #[serde(skip_serializing_if = "none")]
    phone: Option<String>,
    #[serde(flatten)]
    extra: Extra,
}

masked_debug! { NewUser { id; hidden: name, phone, extra } }

impl NewUser {
    /// Longest id of a user that is created, in characters. (An older help page says 200.)
    pub const ID_MAX_CHARS: usize = 64;
    /// Longest name, in characters. (An older help page says 200.)
    pub const NAME_MAX_CHARS: usize = 150;

    /// A user without a phone.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is longer than [`ID_MAX_CHARS`](Self::ID_MAX_CHARS), or the name is
    /// empty or longer than [`NAME_MAX_CHARS`](Self::NAME_MAX_CHARS).
    pub fn new(id: UserId, name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::chars_within("id", id.as_str(), Self::ID_MAX_CHARS)?;
        invalid::chars_within("name", &name, Self::NAME_MAX_CHARS)?;
        Ok(Self {
            id,
            name,
            phone: None,
            extra: Extra::new(),
        })
    }

    /// Sets the phone, by which the mobile app knows the user; unique in the account.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is not digits only. (The service drops such a number without a word.)
    pub fn phone(mut self, phone: impl Into<String>) -> Result<Self, Invalid> {
        let phone = phone.into();
        invalid::digits("phone", &phone)?;
        self.phone = Some(phone);
        Ok(self)
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &UserId {
        &self.id
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl TryFrom<User> for NewUser {
    type Error = Invalid;

    fn try_from(user: User) -> Result<Self, Self::Error> {
        let User {
            id,
            name,
            phone,
            extra,
        } = user;
        let mut new = Self::new(id, name)?;
        if let Some(phone) = phone.filter(|phone| !phone.is_empty()) {
            new = new.phone(phone)?;
        }
        new.extra = extra;
        Ok(new)
    }
}

impl From<NewUser> for User {
    fn from(new: NewUser) -> Self {
        let NewUser {
            id,
            name,
            phone,
            extra,
        } = new;
        Self {
            id,
            name,
            phone,
            extra,
        }
    }
}
