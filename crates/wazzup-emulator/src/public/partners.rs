//! Routes of partners: marketplace, WAuth, migration.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::{Answer, Call, Caller, Credential, Fail, Reply, sync};
use crate::ids::Kind;
use crate::state::Webhooks;

/// Longest name of a CRM, in characters.
const CRM_NAME_MAX: usize = 50;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/marketplace", post(sync(register)).patch(sync(present)))
        .route("/v3/connect", post(sync(connect)))
        .route("/v3/wauth", post(sync(wauth)))
        .route("/v3/migration", post(sync(migrate)))
}

fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, Fail> {
    body[name]
        .as_str()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| wrong(name))
}

fn wrong(name: &str) -> Fail {
    Fail::bad("VALIDATION_ERROR", format!("{name} is missing or wrong."))
        .data(json!({ "fields": [name] }))
}

fn register(call: Call) -> Answer {
    let body = call.json()?;
    for name in ["crmCode", "authRedirectUri", "secret"] {
        text(&body, name)?;
    }
    call.app.with(|world| {
        world
            .marketplace
            .insert("crmCode".to_owned(), body["crmCode"].clone());
        let redirect = body["authRedirectUri"].clone();
        world
            .marketplace
            .insert("authRedirectUri".to_owned(), redirect);
        // The states given out so far go with the registered secret from now on.
        for secret in world.wauth.values_mut() {
            text(&body, "secret").unwrap_or_default().clone_into(secret);
        }
    });
    Ok(Reply::json(&json!({ "ok": true })))
}

fn present(call: Call) -> Answer {
    let body = call.json()?;
    if text(&body, "crmName")?.chars().count() > CRM_NAME_MAX {
        return Err(wrong("crmName"));
    }
    let logo = &body["logo"];
    let named = logo["name"].is_string() && logo["content"].is_string();
    if !(logo.is_null() || named) {
        return Err(wrong("logo"));
    }
    call.app.with(|world| {
        world
            .marketplace
            .insert("crmName".to_owned(), body["crmName"].clone());
    });
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Exchanges a state for an API key, once.
fn connect(call: Call) -> Answer {
    let body = call.json()?;
    let (state, secret) = (text(&body, "state")?, text(&body, "secret")?);
    let crm_key = match &body["crmKey"] {
        Value::Null => None,
        Value::String(key) => Some(key.clone()),
        _ => return Err(wrong("crmKey")),
    };
    if !body["name"].is_null() && !body["name"].is_string() {
        return Err(wrong("name"));
    }
    call.app.with(|world| {
        if world.wauth.get(state).is_none_or(|known| known != secret) {
            return Err(Fail::new(StatusCode::FORBIDDEN, "FORBIDDEN"));
        }
        world.wauth.remove(state);
        let key = world.ids.hex(Kind::Key);
        let caller = Caller {
            account: world.main,
            credential: Credential::Full,
        };
        world.add_key(key.clone(), caller);
        if let (Some(crm_key), Some(account)) = (crm_key, world.accounts.get_mut(&caller.account)) {
            account.crm_key = Some(crm_key);
        }
        Ok(Reply::json(&json!({ "data": key })))
    })
}

fn wauth(call: Call) -> Answer {
    let body = call.json()?;
    text(&body, "type")?;
    if !body["domain"].is_null() && !body["domain"].is_string() {
        return Err(wrong("domain"));
    }
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Moves a client's webhooks here.
fn migrate(call: Call) -> Answer {
    let body = call.json()?;
    let key = text(&body, "clientApiKey")?;
    let uri = super::webhooks::address(&body)?;
    call.app.with(|world| {
        let owner = world.keys.get(key).map(|key| key.caller.account);
        let Some(account) = owner.and_then(|owner| world.accounts.get_mut(&owner)) else {
            return Err(wrong("clientApiKey"));
        };
        let on = |name: &str| body["subscriptions"][name] == true;
        account.webhooks = Webhooks {
            uri: Some(uri),
            messages_and_statuses: on("messagesAndStatuses"),
            contacts_and_deals: on("contactsAndDealsCreation"),
            channels: on("channelsUpdates"),
            templates: on("templateStatus") || on("wabaTemplatesStatus"),
        };
        Ok(Reply::json(&json!({ "ok": true })))
    })
}
