//! `POST faults`, `GET faults`, `DELETE faults`, `DELETE faults/{id}`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, post};
use serde_json::{Value, json};

use super::misused;
use crate::app::App;
use crate::faults::parse;
use crate::http::{Answer, Call, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/_emulator/faults",
            post(sync(inject)).get(sync(list)).delete(sync(clear)),
        )
        .route("/_emulator/faults/{id}", delete(sync(remove)))
}

/// One fault, or an array of them.
fn inject(call: Call) -> Answer {
    let body = super::json(&call)?;
    let many = body.is_array();
    let items = match body {
        Value::Array(items) => items,
        one => vec![one],
    };
    let mut faults = Vec::new();
    for item in items {
        let fields = item
            .as_object()
            .ok_or_else(|| misused("a fault is an object"))?;
        faults.push(parse(fields).map_err(misused)?);
    }
    let ids: Vec<Value> = faults
        .into_iter()
        .map(|fault| json!({ "id": call.app.faults.inject(fault) }))
        .collect();
    Ok(match ids.as_slice() {
        [id] if !many => Reply::json(id),
        ids => Reply::json(&ids),
    })
}

fn list(call: Call) -> Answer {
    let waiting = call.app.faults.waiting();
    let shown: Vec<Value> = waiting
        .iter()
        .map(|(id, fault)| fault.describe(*id))
        .collect();
    Ok(Reply::json(&shown))
}

fn clear(call: Call) -> Answer {
    call.app.faults.clear();
    Ok(Reply::json(&json!({ "ok": true })))
}

fn remove(call: Call) -> Answer {
    let id = call
        .param("id")
        .parse()
        .map_err(|_| misused("an id is a number"))?;
    Ok(Reply::json(&json!({ "ok": call.app.faults.remove(id) })))
}
