//! `POST callback`: a callback without the call and the question that registers one.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::App;
use crate::control::{fields, misused};
use crate::http::{Answer, Call, Reply};
use crate::whatsapp::state::Callback;

pub(super) fn post(call: Call) -> Answer {
    let body = fields(&call)?;
    let uri = match body.get("url") {
        Some(Value::String(uri)) => Some(uri.clone()),
        Some(Value::Null) => None,
        _ => return Err(misused("url must be a string or null")),
    };
    let names = match body.get("fields") {
        None | Some(Value::Null) => None,
        Some(Value::Array(names)) => {
            let names = names.iter().map(|name| name.as_str().map(str::to_owned));
            let names: Option<Vec<String>> = names.collect();
            Some(names.ok_or_else(|| misused("fields must be strings"))?)
        }
        Some(_) => return Err(misused("fields must be an array")),
    };
    set(&call.app, uri, names);
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Sets the callback of the app, and the fields that it wants if some are given.
pub(in crate::whatsapp) fn set(app: &Arc<App>, uri: Option<String>, fields: Option<Vec<String>>) {
    app.with(|world| {
        let app = &mut world.whatsapp.app;
        app.callback = uri.map(|uri| Callback { uri });
        if let Some(fields) = fields {
            app.fields = fields;
        }
    });
}
