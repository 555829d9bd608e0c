//! Marking messages as read, and the typing indicator.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::fields::{Fields, wrong};
use crate::app::App;
use crate::http::Reply;
use crate::state::{Direction, World};
use crate::whatsapp::refusal::{Outcome, Refusal};

pub(super) fn mark(app: &Arc<App>, number: &str, body: &Map<String, Value>) -> Outcome<Reply> {
    let now = app.clock.now();
    app.with(|world| {
        let strict = world.knobs.whatsapp.dialect.strict_keys;
        let fields = Fields::new("", body, strict);
        fields.only(&[
            "messaging_product",
            "status",
            "message_id",
            "typing_indicator",
        ])?;
        if fields
            .get("messaging_product")
            .is_none_or(|product| product != "whatsapp")
        {
            return Err(Refusal::parameter("messaging_product must be whatsapp."));
        }
        fields.word("status", "read")?;
        let id = fields.text("message_id", usize::MAX)?;
        let typing = fields.optional_object("typing_indicator")?;
        if let Some(typing) = &typing {
            typing.only(&["type"])?;
            typing.word("type", "text")?;
        }
        if read(world, number, id, typing.is_some(), now) {
            Ok(Reply::json(&json!({ "success": true })))
        } else {
            Err(wrong(
                "message_id is not that of a message this number has got.",
            ))
        }
    })
}

/// Marks a message and those before it in the conversation; whether there is such a message.
fn read(world: &mut World, number: &str, id: &str, typing: bool, now: i64) -> bool {
    let messages = &mut world.whatsapp.messages;
    let found = messages.get(id).filter(|message| {
        message.direction == Direction::Inbound && message.phone_number_id == number
    });
    let Some(found) = found else {
        return false;
    };
    let (with, at) = ((found.wa_id.clone(), found.group_id.clone()), found.at);
    let earlier: Vec<String> = messages
        .iter()
        .filter(|message| {
            message.direction == Direction::Inbound
                && message.status == "received"
                && message.phone_number_id == number
                && message.at <= at
                && message.wa_id == with.0
                && message.group_id == with.1
        })
        .map(|message| message.id.clone())
        .collect();
    for id in earlier {
        if let Some(message) = messages.get_mut(&id) {
            message.set_status("read", now);
        }
    }
    if typing && let Some(message) = messages.get_mut(id) {
        message.typing_at = Some(now);
    }
    true
}
