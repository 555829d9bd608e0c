use wazzup_transport::{Endpoint, Reply, Request, typed::endpoints, typed::resource};
use wazzup_whatsapp_types::{
    PhoneNumberId, Recipient,
    users::{BlockAnswer, BlockUsers, BlockedUser},
};

use crate::{NodeCall, NodeList, Result};

endpoints! {
    /// Whoever is blocked already stays so.
    BLOCK = Endpoint::post("users.block", "/{phone_number_id}/block_users").idempotent();
    /// With a body, as an exception.
    UNBLOCK = Endpoint::delete("users.unblock", "/{phone_number_id}/block_users");
    BLOCKED = Endpoint::get("users.blocked", "/{phone_number_id}/block_users");
}

/// What became of each user of a call that blocks or unblocks: who is, who is not and why.
pub type BlockReport = BlockAnswer;

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
    /// already. [`Configuration`](crate::ErrorKind::Configuration) if there is a group among them, or
    /// nobody.
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

fn with_users<R: Into<Recipient>>(
    endpoint: &'static Endpoint,
    users: impl IntoIterator<Item = R>,
) -> Request {
    let request = Request::new(endpoint);
    match BlockUsers::new(users) {
        Ok(users) => request.json(&users),
        Err(invalid) => request.invalid(invalid.to_string()),
    }
}

/// A mixed result comes with an error's status, and the report beside the error.
fn report(reply: Result<Reply>) -> Result<BlockReport> {
    match reply {
        Ok(reply) => reply.json(),
        Err(error) => match serde_json::from_slice::<BlockReport>(error.body()) {
            Ok(report) if report.block_users.is_some() => Ok(report),
            _ => Err(error),
        },
    }
}
