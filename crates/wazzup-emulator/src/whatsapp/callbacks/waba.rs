//! `/{waba}/subscribed_apps`: whether the app gets the account's updates, and where.

use http::Method;
use serde_json::{Value, json};

use super::number::address;
use crate::http::{Call, Reply};
use crate::whatsapp::refusal::Outcome;
use crate::whatsapp::state::Callback;
use crate::whatsapp::webhooks::verify;
use crate::whatsapp::{nodes, params};

/// Subscribes the app; without an address of its own the account has the app's again.
pub(super) async fn subscribe(call: Call) -> Outcome<Reply> {
    nodes::account(&call, &Method::POST)?;
    let params = params::all(&call)?;
    let given = params.get("override_callback_uri");
    let given = given.and_then(Value::as_str).filter(|uri| !uri.is_empty());
    let callback = match given {
        None => None,
        Some(_) => {
            let uri = address(&params)?;
            verify(&call.app, &uri, params::text(&params, "verify_token")?).await?;
            Some(Callback { uri })
        }
    };
    call.change_late(|world| {
        let waba = &mut world.whatsapp.waba;
        waba.subscribed = true;
        waba.callback = callback;
    });
    Ok(Reply::json(&json!({ "success": true })))
}

pub(super) fn subscribed(call: Call) -> Outcome<Reply> {
    nodes::account(&call, &Method::GET)?;
    let world = call.app.world();
    let graph = &world.whatsapp;
    let mut data = Vec::new();
    if graph.waba.subscribed {
        let mut item = json!({ "whatsapp_business_api_data": graph.app.shown() });
        if let Some(callback) = &graph.waba.callback {
            item["override_callback_uri"] = callback.uri.as_str().into();
        }
        data.push(item);
    }
    Ok(Reply::json(&json!({ "data": data })))
}

pub(super) fn unsubscribe(call: Call) -> Outcome<Reply> {
    nodes::account(&call, &Method::DELETE)?;
    call.app.with(|world| {
        let waba = &mut world.whatsapp.waba;
        waba.subscribed = false;
        waba.callback = None;
    });
    Ok(Reply::json(&json!({ "success": true })))
}
