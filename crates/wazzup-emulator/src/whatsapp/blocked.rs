//! `/{phone}/block_users`: whom a number has blocked.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::Method;
use serde_json::{Map, Value, json};

use super::refusal::{Outcome, Refusal};
use super::state::Graph;
use super::{codes, nodes, paging, params};
use crate::app::App;
use crate::http::{Call, Reply, sync};

/// How many users a number can block.
const MOST: usize = 64_000;

/// Only who wrote within this time can be blocked, in milliseconds.
const RECENT: u64 = 24 * 3600 * 1000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route(
        "/{id}/block_users",
        get(sync(list)).post(sync(block)).delete(sync(unblock)),
    )
}

fn list(call: Call) -> Outcome<Reply> {
    let id = nodes::number_for(&call, &Method::GET)?;
    let world = call.app.world();
    let graph = &world.whatsapp;
    let blocked = graph.number(&id).map(|number| &number.blocked);
    let all = blocked
        .into_iter()
        .flatten()
        .map(|wa_id| json!({ "messaging_product": "whatsapp", "wa_id": wa_id }))
        .collect();
    drop(world);
    paging::page(&call, all)
}

fn block(call: Call) -> Outcome<Reply> {
    let id = nodes::number(&call)?;
    let now = call.app.clock.now();
    let users = asked_for(&call)?;
    change(&call, &id, "added_users", users, |graph, wa_id| {
        let user = graph.users.get(wa_id);
        if !user.is_some_and(|user| user.window_is_open(&id, now, RECENT)) {
            return Err((131_047, "The user has not written in the last 24 hours."));
        }
        let Some(number) = graph.number_mut(&id) else {
            return Err((139_103, "The number is gone."));
        };
        if number.blocked.len() >= MOST && !number.blocked.contains(wa_id) {
            return Err((139_101, "The block list is full."));
        }
        number.blocked.insert(wa_id.to_owned());
        Ok(())
    })
}

fn unblock(call: Call) -> Outcome<Reply> {
    let id = nodes::number_for(&call, &Method::DELETE)?;
    let users = asked_for(&call)?;
    change(&call, &id, "removed_users", users, |graph, wa_id| {
        let number = graph.number_mut(&id);
        if number.is_some_and(|number| number.blocked.remove(wa_id)) {
            Ok(())
        } else {
            Err((139_100, "The user is not blocked."))
        }
    })
}

/// One user of the list, as they were named.
struct Named {
    key: &'static str,
    value: String,
}

fn asked_for(call: &Call) -> Outcome<Vec<Named>> {
    let body = params::object(call)?;
    if body.get("messaging_product").and_then(Value::as_str) != Some("whatsapp") {
        return Err(Refusal::parameter("messaging_product must be whatsapp."));
    }
    let users = body.get("block_users").and_then(Value::as_array);
    let users = users
        .filter(|users| !users.is_empty())
        .ok_or_else(|| Refusal::parameter("block_users must be a list of users."))?;
    users.iter().map(named).collect()
}

fn named(user: &Value) -> Outcome<Named> {
    // If both are there, the number wins.
    ["user", "user_id"]
        .into_iter()
        .find_map(|key| {
            let value = user.get(key)?.as_str()?.to_owned();
            Some(Named { key, value })
        })
        .ok_or_else(|| Refusal::parameter("Each of block_users needs user or user_id."))
}

fn change(
    call: &Call,
    number: &str,
    done_key: &str,
    users: Vec<Named>,
    apply: impl Fn(&mut Graph, &str) -> Result<(), (i64, &'static str)>,
) -> Outcome<Reply> {
    let (done, failed) = call.app.with(|world| {
        let graph = &mut world.whatsapp;
        debug_assert!(graph.number(number).is_some());
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        for user in users {
            let wa_id = match user.key {
                "user_id" => graph.users.number_of(&user.value),
                _ => Some(user.value.chars().filter(char::is_ascii_digit).collect()),
            };
            let result = match &wa_id {
                Some(wa_id) => apply(graph, wa_id),
                None => Err((131_047, "Nobody of this id has written.")),
            };
            match result {
                Ok(()) => done.push(entry(&user, wa_id.as_deref())),
                Err((code, details)) => {
                    let mut entry = entry(&user, None);
                    entry["errors"] = json!([{
                        "message": codes::meaning(code).title, "code": code,
                        "error_data": { "details": details },
                    }]);
                    failed.push(entry);
                }
            }
        }
        (done, failed)
    });
    let mut report = Map::new();
    report.insert(done_key.to_owned(), done.into());
    if failed.is_empty() {
        let body = json!({ "messaging_product": "whatsapp", "block_users": report });
        return Ok(Reply::json(&body));
    }
    report.insert("failed_users".to_owned(), failed.into());
    Err(Refusal::new(139_100)
        .details("See failed_users.")
        .beside("messaging_product", "whatsapp".into())
        .beside("block_users", report.into()))
}

fn entry(user: &Named, wa_id: Option<&str>) -> Value {
    let mut entry = json!({ "input": user.value });
    if let Some(wa_id) = wa_id {
        entry["wa_id"] = wa_id.into();
    }
    if user.key == "user_id" {
        entry["user_id"] = user.value.as_str().into();
    }
    entry
}
