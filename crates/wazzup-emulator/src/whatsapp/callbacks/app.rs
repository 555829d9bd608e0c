//! `/{app}/subscriptions`: the app's callback and the fields it wants.

use http::Method;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::whatsapp::entry::Holder;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Callback, FIELDS};
use crate::whatsapp::webhooks::{check_address, verify};
use crate::whatsapp::{codes, nodes, params};

const OBJECT: &str = "whatsapp_business_account";

/// Only the app itself may look at and change its subscriptions.
fn app(call: &Call, method: &Method) -> Outcome<()> {
    nodes::app(call, method)?;
    if call.entry().and_then(|entry| entry.holder) == Some(Holder::App) {
        Ok(())
    } else {
        Err(Refusal::new(codes::APP_TOKEN))
    }
}

pub(super) async fn subscribe(call: Call) -> Outcome<Reply> {
    app(&call, &Method::POST)?;
    let params = params::all(&call)?;
    if params::text(&params, "object")? != OBJECT {
        return Err(Refusal::parameter(format!("object must be {OBJECT}.")));
    }
    let uri = params::text(&params, "callback_url")?.to_owned();
    check_address("callback_url", &uri)?;
    let verify_token = params::text(&params, "verify_token")?;
    let fields = fields(params.get("fields"))?;
    verify(&call.app, &uri, verify_token).await?;
    call.change_late(|world| {
        let app = &mut world.whatsapp.app;
        app.callback = Some(Callback { uri });
        app.fields = fields;
    });
    Ok(Reply::json(&json!({ "success": true })))
}

/// The fields of a registration: a list with commas, or an array.
fn fields(given: Option<&Value>) -> Outcome<Vec<String>> {
    let names: Vec<String> = match given {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(list)) => list.split(',').map(|name| name.trim().to_owned()).collect(),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().unwrap_or_default().to_owned())
            .collect(),
        Some(_) => return Err(Refusal::parameter("fields must be a list of names.")),
    };
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(Refusal::parameter("The parameter fields is required."));
    }
    match names.iter().find(|name| !FIELDS.contains(&name.as_str())) {
        None => Ok(names),
        Some(odd) => Err(Refusal::parameter(format!(
            "{odd} is not a field of {OBJECT}."
        ))),
    }
}

pub(super) fn subscriptions(call: Call) -> Outcome<Reply> {
    app(&call, &Method::GET)?;
    let version = call.entry().and_then(|entry| entry.version.clone());
    let version = version.unwrap_or_else(|| "v25.0".to_owned());
    let world = call.app.world();
    let app = &world.whatsapp.app;
    let data: Vec<Value> = app
        .callback
        .iter()
        .map(|callback| {
            let fields: Vec<Value> = app
                .fields
                .iter()
                .map(|name| json!({ "name": name, "version": version }))
                .collect();
            json!({
                "object": OBJECT,
                "callback_url": callback.uri,
                "active": true,
                "fields": fields,
            })
        })
        .collect();
    Ok(Reply::json(&json!({ "data": data })))
}

pub(super) fn unsubscribe(call: Call) -> Outcome<Reply> {
    app(&call, &Method::DELETE)?;
    call.app.with(|world| world.whatsapp.app.callback = None);
    Ok(Reply::json(&json!({ "success": true })))
}
