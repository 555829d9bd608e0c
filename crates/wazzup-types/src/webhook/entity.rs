//! `createContact` and `createDeal`: questions, answered with the entity that was made.

use serde::{Deserialize, Serialize};

use crate::contact::ContactChat;
use crate::id::{ContactId, UserId};
use crate::lenient::{list, none, text};

open_enum! {
    /// What made the service ask for an entity.
    pub enum EntitySource {
        /// The queue or the first answer.
        Auto = "auto",
        /// A user pressed the button.
        ByUser = "byUser",
    }
}

/// The service asks for a contact. The answer is 200 with the contact that was made, its id at
/// least: a [`NewContact`](crate::contact::NewContact) as JSON.
///
/// See <https://wazzup24.com/help/api-en/webhooks/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateContact {
    /// The user who is to look after it.
    #[serde(default, skip_serializing_if = "none")]
    pub responsible_user_id: Option<UserId>,
    /// The name in the messenger.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// The chats that lead to it.
    #[serde(default, deserialize_with = "list")]
    pub contact_data: Vec<ContactChat>,
    /// What made the service ask.
    #[serde(default, skip_serializing_if = "none")]
    pub source: Option<EntitySource>,
}

masked_debug! { CreateContact { responsible_user_id, contact_data, source; hidden: name } }

impl CreateContact {
    /// A question. For tests and for servers that play the service.
    #[must_use]
    pub fn new(contact_data: Vec<ContactChat>) -> Self {
        Self {
            responsible_user_id: None,
            name: None,
            contact_data,
            source: None,
        }
    }
}

/// The service asks for a deal. The answer is 200 with the deal that was made, its id at least:
/// a [`NewDeal`](crate::deal::NewDeal) as JSON. Asked after the contact is there, and not again
/// once the deal exists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateDeal {
    /// The user who is to look after it.
    #[serde(default, skip_serializing_if = "none")]
    pub responsible_user_id: Option<UserId>,
    /// The contacts it is with.
    #[serde(default, deserialize_with = "list")]
    pub contacts: Vec<ContactId>,
    /// What made the service ask.
    #[serde(default, skip_serializing_if = "none")]
    pub source: Option<EntitySource>,
}

impl CreateDeal {
    /// A question. For tests and for servers that play the service.
    #[must_use]
    pub fn new(contacts: Vec<ContactId>) -> Self {
        Self {
            responsible_user_id: None,
            contacts,
            source: None,
        }
    }
}
