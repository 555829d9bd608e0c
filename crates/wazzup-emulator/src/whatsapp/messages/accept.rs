//! `POST /{phone}/messages`. Order: fields → recipient → content → template → rates → accepted.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::content::{Around, check};
use super::envelope::envelope;
use super::fields::Fields;
use super::lifecycle::{Stage, plan};
use super::recipient::addressed;
use super::{Via, limits};
use crate::app::App;
use crate::http::Reply;
use crate::ids::Kind;
use crate::state::{Direction, World};
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Fate, Graph, StoredMessage, To};

/// Accepts a message.
pub(super) fn send(
    app: &Arc<App>,
    number: &str,
    body: Map<String, Value>,
    via: Via,
) -> Outcome<Reply> {
    let now = app.clock.now();
    app.with(|world| accept(world, number, body, via, now))
        .map(|answer| Reply::json(&answer))
}

fn accept(
    world: &mut World,
    number_id: &str,
    body: Map<String, Value>,
    via: Via,
    now: i64,
) -> Outcome<Value> {
    let dialect = &world.knobs.whatsapp.dialect;
    let graph = &world.whatsapp;
    let number = graph
        .number(number_id)
        .ok_or_else(|| Refusal::no_such_object(&http::Method::POST))?;
    let fields = Fields::new("", &body, dialect.strict_keys);
    let envelope = envelope(&fields, via)?;
    let addressed = addressed(graph, number.phone, &fields)?;
    let around = Around {
        graph,
        dialect,
        number,
        to: &addressed.to,
        by_user_id: addressed.by_user_id,
        via,
        now,
    };
    let checked = check(envelope.kind, &fields, &around)?;
    let window_ms = world.knobs.whatsapp.limits.window_ms;
    let in_window = open_window(graph, &addressed.to, number_id, now, window_ms);
    let fate = fate(
        graph,
        &addressed.to,
        checked.fate,
        checked.category,
        envelope.identity,
        in_window,
    );
    let (kind, tracker) = (envelope.kind, envelope.tracker.map(str::to_owned));
    limits::admit(world, number_id, &addressed.to, now)?;

    let id = new_id(world);
    let graph = &mut world.whatsapp;
    let (wa_id, user_id, group_id) = match &addressed.to {
        To::User(wa_id) => {
            let user = graph.users.with_number(wa_id);
            if checked.asks_permission {
                let asked = user.permission_requests.entry(number_id.to_owned());
                asked.or_default().push(now);
            }
            (Some(wa_id.clone()), Some(user.user_id.clone()), None)
        }
        To::Nobody(user_id) => (None, Some(user_id.clone()), None),
        To::Group(group) => (None, None, Some(group.clone())),
    };
    let mut sent = json!({ "id": id });
    if kind == "template" {
        sent["message_status"] = "accepted".into();
    }
    if let Some(group) = &group_id {
        sent["group_id"] = group.as_str().into();
    }
    let answer = json!({
        "messaging_product": "whatsapp",
        "contacts": [addressed.contact],
        "messages": [sent],
    });
    let category = checked.category.unwrap_or("service");
    let message = StoredMessage {
        id: id.clone(),
        direction: Direction::Outbound,
        phone_number_id: number_id.to_owned(),
        wa_id,
        user_id,
        group_id,
        kind: kind.to_owned(),
        status: "accepted",
        error: None,
        at: now,
        history: vec![("accepted", now)],
        body: Value::Object(body),
        tracker,
        category,
        // Within the window only marketing and authentication are charged.
        billable: match category {
            "service" => false,
            "utility" => !in_window,
            _ => true,
        },
        typing_at: None,
        error_details: None,
        to: addressed.to,
        fate,
    };
    graph.messages.add(id.clone(), message, world.message_limit);
    plan(
        world,
        &id,
        Stage::Sent,
        world.knobs.whatsapp.lifecycle.sent_ms,
        now,
    );
    Ok(answer)
}

/// Whether free-form messages are allowed. Groups have no window.
fn open_window(graph: &Graph, to: &To, number: &str, now: i64, window_ms: u64) -> bool {
    match to {
        To::User(wa_id) => graph
            .users
            .get(wa_id)
            .is_some_and(|user| user.window_is_open(number, now, window_ms)),
        To::Nobody(_) => false,
        To::Group(_) => true,
    }
}

/// What will become of the message.
fn fate(
    graph: &Graph,
    to: &To,
    by_content: Fate,
    category: Option<&str>,
    identity: Option<&str>,
    in_window: bool,
) -> Fate {
    if by_content != Fate::Arrives {
        return by_content;
    }
    let fails = |code: i64, why: &str| Fate::Fails(code, why.to_owned());
    let user = match to {
        To::User(wa_id) => graph.users.get(wa_id),
        To::Nobody(_) => return fails(codes::UNDELIVERABLE, "Nobody has this id."),
        To::Group(_) => return Fate::Arrives,
    };
    if let (Some(given), Some(user)) = (identity, user)
        && given != user.identity_hash
    {
        return fails(codes::IDENTITY, "The hash is not the user's present one.");
    }
    if let Some((code, why)) = user.and_then(|user| user.fails.clone()) {
        return Fate::Fails(code, why);
    }
    if category.is_none() && !in_window {
        return fails(
            codes::WINDOW,
            "The user has not written within the last 24 hours: send a template.",
        );
    }
    if category == Some("marketing") && user.is_some_and(|user| user.stopped_marketing) {
        return fails(codes::STOPPED, "The user has stopped marketing messages.");
    }
    if user.is_some_and(|user| user.offline) {
        return Fate::Waits;
    }
    Fate::Arrives
}

/// The next id by the seed that no message was given.
pub(super) fn new_id(world: &mut World) -> String {
    use base64::Engine as _;
    loop {
        let bytes = world.ids.bytes(Kind::Wamid, 24);
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        let id = format!("wamid.{text}");
        if world.whatsapp.messages.get(&id).is_none() {
            return id;
        }
    }
}
