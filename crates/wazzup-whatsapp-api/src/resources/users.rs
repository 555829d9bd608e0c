use serde::{Deserialize, Serialize};
use wazzup_transport::{Endpoint, Reply, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{Bsuid, PhoneNumberId, Recipient, WaId, error::GraphError};

use crate::{Error, ErrorExt, NodeCall, NodeList, Result};

endpoints! {
    /// Whoever is blocked already stays so.
    BLOCK = Endpoint::post("users.block", "/{phone_number_id}/block_users").idempotent();
    /// With a body, as an exception.
    UNBLOCK = Endpoint::delete("users.unblock", "/{phone_number_id}/block_users");
    BLOCKED = Endpoint::get("users.blocked", "/{phone_number_id}/block_users");
}

resource! {
    /// The users who write to a number. From [`Client::users`](crate::Client::users).
    ///
    /// See [Block users](https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users).
    Users
}

impl Users<'_> {
    /// Blocks users, so that they cannot write to the number and it not to them:
    /// `POST /{phone_number_id}/block_users`. Only those who have written within the last 24 hours can
    /// be blocked.
    ///
    /// If some can be blocked and others not, that is no error: the [report](BlockReport) says who.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected), among others with the code 139101: 64 000 are blocked
    /// already. [`Configuration`](crate::ErrorKind::Configuration) if there is a group among them.
    #[doc(alias = "block_users")]
    pub fn block<R: Into<Recipient>>(
        self,
        users: impl IntoIterator<Item = R>,
    ) -> NodeCall<BlockReport, PhoneNumberId> {
        self.client.node(with_users(&BLOCK, users), report)
    }

    /// Unblocks users: `DELETE /{phone_number_id}/block_users`.
    ///
    /// # Errors
    ///
    /// As [`block`](Self::block).
    #[doc(alias = "unblock_users")]
    pub fn unblock<R: Into<Recipient>>(
        self,
        users: impl IntoIterator<Item = R>,
    ) -> NodeCall<BlockReport, PhoneNumberId> {
        self.client.node(with_users(&UNBLOCK, users), report)
    }

    /// The users that are blocked, in pages: `GET /{phone_number_id}/block_users`.
    #[doc(alias = "get_blocked_users")]
    pub fn blocked(self) -> NodeList<BlockedUser, PhoneNumberId> {
        NodeList::new(self.client, &BLOCKED)
    }
}

/// What became of each user of a call that blocks or unblocks.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BlockReport {
    /// Who is blocked now, or not any more.
    pub done: Vec<BlockedUser>,
    /// Who could not be, and why.
    pub failed: Vec<FailedUser>,
    /// What the service says of the call as a whole, if not all of it succeeded.
    pub error: Option<GraphError>,
}

/// A user who is blocked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct BlockedUser {
    /// What was sent to name the user; not in lists.
    pub input: Option<String>,
    /// The phone number, as the service writes it.
    pub wa_id: Option<WaId>,
    /// The id of the user for this business.
    pub user_id: Option<Bsuid>,
}

/// A user who could not be blocked or unblocked.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FailedUser {
    /// What was sent to name the user.
    pub input: Option<String>,
    /// The phone number, as the service writes it.
    pub wa_id: Option<WaId>,
    /// The id of the user for this business.
    pub user_id: Option<Bsuid>,
    /// Why.
    pub errors: Vec<GraphError>,
}

/// Without what was sent, which is a phone number.
impl std::fmt::Debug for BlockedUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockedUser").finish_non_exhaustive()
    }
}

/// Without the user.
impl std::fmt::Debug for FailedUser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FailedUser")
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Block<'a> {
    messaging_product: &'static str,
    block_users: Vec<UserOf<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum UserOf<'a> {
    User(&'a str),
    UserId(&'a str),
}

fn with_users<R: Into<Recipient>>(
    endpoint: &'static Endpoint,
    users: impl IntoIterator<Item = R>,
) -> Request {
    let users: Vec<Recipient> = users.into_iter().map(Into::into).collect();
    let request = Request::new(endpoint);
    let named: Option<Vec<_>> = users.iter().map(user).collect();
    let Some(block_users) = named else {
        return request.invalid("a group cannot be blocked");
    };
    if block_users.is_empty() {
        return request.invalid("there is no user to block or unblock");
    }
    request.json(&Block {
        messaging_product: "whatsapp",
        block_users,
    })
}

fn user(recipient: &Recipient) -> Option<UserOf<'_>> {
    match recipient {
        Recipient::WaId(id) => Some(UserOf::User(id.as_str())),
        Recipient::Phone(phone) => Some(UserOf::User(phone.as_str())),
        Recipient::Bsuid(id) => Some(UserOf::UserId(id.as_str())),
        Recipient::ParentBsuid(id) => Some(UserOf::UserId(id.as_str())),
        _ => None,
    }
}

/// A mixed result comes with an error's status, and the report beside the error.
fn report(reply: Result<Reply>) -> Result<BlockReport> {
    match reply {
        Ok(reply) => Ok(reply.json::<Answer>()?.into_report(None)),
        Err(error) => read_report(&error).ok_or(error),
    }
}

fn read_report(error: &Error) -> Option<BlockReport> {
    let answer: Answer = serde_json::from_slice(error.body()).ok()?;
    answer.block_users.as_ref()?;
    Some(answer.into_report(error.graph_error()))
}

#[derive(Deserialize)]
struct Answer {
    block_users: Option<Outcomes>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Outcomes {
    added_users: Option<Vec<BlockedUser>>,
    removed_users: Option<Vec<BlockedUser>>,
    failed_users: Option<Vec<FailedUser>>,
}

impl Answer {
    fn into_report(self, error: Option<GraphError>) -> BlockReport {
        let users = self.block_users.unwrap_or_default();
        // Documents disagree about the name in the answer to an unblock.
        let done = users.added_users.into_iter().chain(users.removed_users);
        BlockReport {
            done: done.flatten().collect(),
            failed: users.failed_users.unwrap_or_default(),
            error,
        }
    }
}
