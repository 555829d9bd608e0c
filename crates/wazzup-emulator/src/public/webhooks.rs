//! `/v3/webhooks`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use http::Uri;
use serde_json::{Value, json};

use crate::app::App;
use crate::delivery;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::knobs::WebhooksAnswer;
use crate::state::Webhooks;

/// Longest address, in characters.
const URI_MAX: usize = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/v3/webhooks", get(sync(settings)).patch(update))
}

fn settings(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let shown = world
        .account(account)
        .map(|account| account.webhooks.shown(&world.knobs.dialect));
    Ok(Reply::json(&shown.unwrap_or_else(|| json!({}))))
}

async fn update(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    let uri = address(&body)?;
    let switches = switches(&body)?;
    test(&call.app, account, &uri).await?;
    call.change_late(|world| {
        if let Some(account) = world.accounts.get_mut(&account) {
            account.webhooks = Webhooks {
                uri: Some(uri),
                ..switches
            };
        }
    });
    let answer = call.app.world().knobs.dialect.webhooks_answer;
    Ok(match answer {
        WebhooksAnswer::Json => Reply::json(&json!({ "ok": true })),
        WebhooksAnswer::Docs => Reply::text("{ ok }"),
        WebhooksAnswer::Empty => Reply::empty(),
    })
}

/// The address in a request, if it can be one.
pub(crate) fn address(body: &Value) -> Result<String, Fail> {
    let not_valid = || Fail::bad("uriNotValid", "Provided URI is not valid URI");
    let uri = body["webhooksUri"].as_str().ok_or_else(not_valid)?;
    let parsed: Uri = uri.parse().map_err(|_| not_valid())?;
    let usable = matches!(parsed.scheme_str(), Some("http" | "https"))
        && parsed.host().is_some_and(|host| !host.is_empty())
        && uri.chars().count() <= URI_MAX;
    if usable {
        Ok(uri.to_owned())
    } else {
        Err(not_valid())
    }
}

/// The switches in a request: what is absent is off.
fn switches(body: &Value) -> Result<Webhooks, Fail> {
    let wrong = |field: &str| {
        Fail::bad(
            "VALIDATION_ERROR",
            "The subscriptions are not an object of booleans.",
        )
        .data(json!({ "fields": [field] }))
    };
    let given = match &body["subscriptions"] {
        Value::Null => return Ok(Webhooks::default()),
        Value::Object(given) => given,
        _ => return Err(wrong("subscriptions")),
    };
    let on = |name: &str| match given.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(on)) => Ok(*on),
        Some(_) => Err(wrong(name)),
    };
    Ok(Webhooks {
        uri: None,
        messages_and_statuses: on("messagesAndStatuses")?,
        contacts_and_deals: on("contactsAndDealsCreation")?,
        channels: on("channelsUpdates")?,
        // Two names for one switch: either will do.
        templates: on("templateStatus")? | on("wabaTemplatesStatus")?,
    })
}

/// Posts `{"test":true}` and wants 200.
pub(crate) async fn test(app: &Arc<App>, account: u64, uri: &str) -> Result<(), Fail> {
    if !app.world().knobs.delivery.probe {
        return Ok(());
    }
    let attempt = delivery::probe(app, account, uri).await;
    if attempt.succeeded() {
        return Ok(());
    }
    let code = attempt.status.map(|status| status.as_u16());
    Err(Fail::bad(
        "testPostNotPassed",
        "URI does not return 200 OK on test request",
    )
    .data(json!({ "code": code })))
}
