//! Users, as the partner API manages them.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::Extra;
use crate::id::UserId;
use crate::invalid::{self, Invalid};
use crate::lenient::{flag, none, plain_text};

/// A user to be created by `POST /users` of the partner API.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTechUser {
    id: UserId,
    name: String,
    role: Role,
    allow_get_new_clients: bool,
}

masked_debug! { NewTechUser { id, role, allow_get_new_clients; hidden: name } }

impl NewTechUser {
    /// A user without new customers.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty.
    pub fn new(id: UserId, name: impl Into<String>, role: Role) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::not_empty("name", &name)?;
        Ok(Self {
            id,
            name,
            role,
            allow_get_new_clients: false,
        })
    }

    /// Sets whether new customers are given to them.
    #[must_use]
    pub fn allow_get_new_clients(mut self, allow: bool) -> Self {
        self.allow_get_new_clients = allow;
        self
    }
}

/// An item of `GET /users` of the partner API.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TechUser {
    /// The CRM's id.
    pub id: UserId,
    /// The name.
    #[serde(default, deserialize_with = "plain_text")]
    pub name: String,
    /// What they do.
    #[serde(default, skip_serializing_if = "none")]
    pub role: Option<Role>,
    /// Whether new customers are given to them.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub allow_get_new_clients: Option<bool>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { TechUser { id, role, allow_get_new_clients; hidden: name, extra } }

impl TechUser {
    /// A user without a role. For servers that play the service.
    #[must_use]
    pub fn new(id: UserId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            role: None,
            allow_get_new_clients: None,
            extra: Extra::new(),
        }
    }
}
