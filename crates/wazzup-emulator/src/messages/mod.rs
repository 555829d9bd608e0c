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

use serde_json::json;

use crate::http::Fail;

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
