//! Messages: accepting, moving on, editing, and how webhooks show them.

mod buttons;
mod content;
mod edit;
mod fields;
mod incoming;
mod lifecycle;
mod send;
mod template;
mod wire;

pub use incoming::Incoming;

pub(crate) use edit::{delete, edit};
pub(crate) use incoming::receive;
pub(crate) use lifecycle::{advance, force_status};
pub(crate) use send::send;

use std::collections::BTreeMap;

use serde_json::json;

use crate::http::Fail;
use crate::ids::{Ids, Kind};
use crate::state::Account;

/// Whether a message of any account has this id.
fn is_taken(accounts: &BTreeMap<u64, Account>, id: &str) -> bool {
    let mut accounts = accounts.values();
    accounts.any(|account| account.messages.get(id).is_some())
}

/// An id for a message: the next by the seed that no incoming message was given.
fn new_id(ids: &mut Ids, accounts: &BTreeMap<u64, Account>) -> String {
    loop {
        let id = ids.uuid(Kind::Message);
        if !is_taken(accounts, &id) {
            return id;
        }
    }
}

/// A field has a bad value.
fn invalid(fields: &[&str]) -> Fail {
    Fail::bad(
        "INVALID_MESSAGE_DATA",
        "One or more fields of the message are not valid.",
    )
    .data(json!({ "fields": fields }))
}

/// Deliveries of one chat go one after another.
fn lane(channel: &str, chat_id: &str) -> String {
    format!("{channel} {chat_id}")
}
