//! `POST incoming`: users write, one or several.

use serde_json::{Map, Value, json};

use crate::control::misused;
use crate::http::{Answer, Call, Fail, Reply};
use crate::whatsapp::messages::{Received, receive};

/// One message, or an array of them.
pub(super) fn post(call: Call) -> Answer {
    let body = crate::control::json(&call)?;
    let now = call.app.clock.now();
    let many = body.is_array();
    let items = match body {
        Value::Array(items) => items,
        one => vec![one],
    };
    let items: Result<Vec<Map<String, Value>>, Fail> = items
        .into_iter()
        .map(|item| match item {
            Value::Object(fields) => Ok(fields),
            _ => Err(misused("a message is an object")),
        })
        .collect();
    let items = items?;
    let received: Result<Vec<Received>, String> = call.app.with(|world| {
        let each = items.into_iter();
        each.map(|fields| receive(world, fields, now, call.app.url()))
            .collect()
    });
    let shown: Vec<Value> = received
        .map_err(misused)?
        .iter()
        .map(|received| json!({ "id": received.id, "blocked": received.blocked }))
        .collect();
    Ok(match shown.as_slice() {
        [one] if !many => Reply::json(one),
        all => Reply::json(&all),
    })
}
