//! Users who are blocked.
//!
//! See [Block users](https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users).

use serde::{Deserialize, Serialize};

use crate::error::GraphError;
use crate::id::{Bsuid, WaId};
use crate::invalid::{self, Invalid};
use crate::lenient::{list, or_default, text};
use crate::message::none;
use crate::recipient::Recipient;

/// Most users that a number can have blocked.
pub const BLOCK_LIST_MAX: usize = 64_000;

/// Users to block or to unblock: the body of `POST` and `DELETE` on `/{phone_number_id}/block_users`.
///
/// Only users who wrote within the last 24 hours can be blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockUsers {
    messaging_product: &'static str,
    block_users: Vec<User>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum User {
    User(String),
    UserId(String),
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<hidden>")
    }
}

impl BlockUsers {
    /// Those users.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, or one of them is a group.
    pub fn new<R: Into<Recipient>>(users: impl IntoIterator<Item = R>) -> Result<Self, Invalid> {
        let users: Vec<Recipient> = users.into_iter().map(Into::into).collect();
        invalid::items_within("block_users", users.len(), 1, usize::MAX)?;
        let named = users.into_iter().enumerate().map(|(index, user)| {
            let text = user.as_str().to_owned();
            match user {
                Recipient::WaId(_) | Recipient::Phone(_) => Ok(User::User(text)),
                Recipient::Bsuid(_) | Recipient::ParentBsuid(_) => Ok(User::UserId(text)),
                Recipient::Group(_) => {
                    Err(Invalid::form("user", "not be a group").within("block_users", index))
                }
            }
        });
        Ok(Self {
            messaging_product: "whatsapp",
            block_users: named.collect::<Result<_, _>>()?,
        })
    }
}

/// What became of each user: the answer to a call that blocks or unblocks.
///
/// A mixed result comes with an error's status, and with [`error`](Self::error) beside the users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlockAnswer {
    /// The users. Missing if the call was refused as a whole.
    #[serde(default, skip_serializing_if = "none")]
    pub block_users: Option<BlockedUsers>,
    /// What the service says of the call as a whole, if not all of it succeeded.
    #[serde(default, skip_serializing_if = "none")]
    pub error: Option<GraphError>,
}

/// Users of a call that blocks or unblocks, by what became of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BlockedUsers {
    /// Who is blocked now. Some pages have those here, too, who are not any more.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub added_users: Vec<BlockedUser>,
    /// Who is not blocked any more.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub removed_users: Vec<BlockedUser>,
    /// Who could not be blocked or unblocked.
    #[serde(deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub failed_users: Vec<FailedUser>,
}

impl BlockedUsers {
    /// Those for whom the call did what it was to do, by whichever name the service has for that.
    pub fn done(&self) -> impl Iterator<Item = &BlockedUser> {
        self.added_users.iter().chain(&self.removed_users)
    }
}

/// A user who is blocked, or was; also an element of `GET /{phone_number_id}/block_users`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BlockedUser {
    /// Always `whatsapp`. In lists only.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub messaging_product: Option<String>,
    /// The user as the call named them. Not in lists.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub input: Option<String>,
    /// The user's phone number as the service writes it.
    #[serde(default, skip_serializing_if = "none")]
    pub wa_id: Option<WaId>,
    /// The user's id for the portfolio.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<Bsuid>,
}

masked_debug! { BlockedUser { wa_id, user_id; hidden: input } }

/// A user who could not be blocked or unblocked.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailedUser {
    /// The user as the call named them.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub input: Option<String>,
    /// The user's phone number as the service writes it.
    #[serde(default, skip_serializing_if = "none")]
    pub wa_id: Option<WaId>,
    /// The user's id for the portfolio.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<Bsuid>,
    /// Why.
    #[serde(default, deserialize_with = "or_default")]
    pub errors: Vec<GraphError>,
}

masked_debug! { FailedUser { wa_id, user_id, errors; hidden: input } }
