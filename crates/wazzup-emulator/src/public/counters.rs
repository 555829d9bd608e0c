//! The unanswered counter: `/v3/unanswered/{user_id}`, and where to listen for its changes.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::iso;
use crate::http::{Answer, Call, Credential, Fail, Reply, sync};
use crate::state::Account;

/// Clients who wait longer are no longer counted, in milliseconds.
const COUNTED: i64 = 7 * 24 * 3_600_000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/unanswered/{user_id}", get(sync(unanswered)))
        .route("/counters/ws_host/api_v3/{key}", get(sync(host)))
}

fn unanswered(call: Call) -> Answer {
    let account = call.account()?;
    let now = call.app.clock.now();
    let world = call.app.world();
    let counter = world.account(account).map_or_else(
        || Counter::default().shown(),
        |account| count(account, call.param("user_id"), now).shown(),
    );
    Ok(Reply::json(&counter))
}

#[derive(Default)]
struct Counter {
    clients: u64,
    responsible: bool,
    last: Option<i64>,
}

impl Counter {
    fn shown(&self) -> Value {
        let kind = (self.clients > 0).then_some(if self.responsible { "red" } else { "grey" });
        json!({
            "counterV2": self.clients,
            "type": kind,
            "lastMsgDateTime": self.last.map(iso),
        })
    }
}

/// What `user` sees: a seller own clients and, if allowed, new ones; others all of their channels.
/// A user without a role sees none.
fn count(account: &Account, user: &str, now: i64) -> Counter {
    let mut counter = Counter::default();
    for (key, chat) in &account.chats {
        let (Some(waiting), Some(last)) = (chat.waiting_since, chat.last_inbound) else {
            continue;
        };
        if now.saturating_sub(waiting) > COUNTED {
            continue;
        }
        let responsible = account
            .contact_of(&key.chat_type, &key.chat_id)
            .and_then(|contact| contact["responsibleUserId"].as_str());
        let Some((role, new_clients)) = role(account, user, &key.channel) else {
            continue;
        };
        let own = responsible == Some(user);
        let seen = role != "seller" || own || (responsible.is_none() && new_clients);
        if seen {
            counter.clients += 1;
            counter.responsible |= own || (role == "seller" && responsible.is_none());
            counter.last = counter.last.max(Some(last));
        }
    }
    counter
}

/// The user's role in the channel, and whether new clients are shown.
fn role<'a>(account: &'a Account, user: &str, channel: &str) -> Option<(&'a str, bool)> {
    let in_channel = account.settings["userRoles"]
        .as_array()?
        .iter()
        .find(|role| role["userId"] == user && role["channelId"] == channel);
    if let Some(role) = in_channel {
        let new_clients = role["allowGetNewClients"].as_bool().unwrap_or(false);
        return Some((role["role"].as_str()?, new_clients));
    }
    let user = account.users.get(user)?;
    Some((user.role.as_deref()?, user.allow_get_new_clients))
}

fn host(call: Call) -> Answer {
    let world = call.app.world();
    let known = world
        .keys
        .get(call.param("key"))
        .is_some_and(|key| key.caller.credential == Credential::Full);
    if !known {
        return Err(Fail::bare(StatusCode::UNAUTHORIZED));
    }
    Ok(Reply::json(&json!({ "host": call.app.url() })))
}
