//! Links to pages of the service: `/iframe/…`.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use serde_json::{Value, json};

use super::{not_found, text, wrong};
use crate::app::App;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::ids::Kind;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/iframe/generate-channels-link", post(sync(channels)))
        .route("/iframe/generate-templates-link", post(sync(templates)))
        .route(
            "/iframe/generate-waba-profile-link",
            post(sync(waba_profile)),
        )
        .route("/iframe/generate-chats-link", post(sync(chats)))
        .route("/iframe/generate-unanswered-link", post(sync(unanswered)))
}

fn made(call: &Call, page: &str) -> Answer {
    let account = call.account()?;
    let token = call.app.with(|world| world.ids.hex(Kind::Link));
    let link = format!("https://tech.wazzup24.com/iframe/{page}?account={account}&token={token}");
    Ok(Reply::json(&json!({ "link": link })))
}

fn body(call: &Call) -> Result<Value, Fail> {
    let body = if call.body_is_empty() {
        json!({})
    } else {
        call.json()?
    };
    if body.is_object() {
        Ok(body)
    } else {
        Err(wrong(&[]))
    }
}

fn optional(body: &Value, names: &[&str]) -> Result<(), Fail> {
    for name in names {
        if !body[*name].is_null() && !body[*name].is_string() {
            return Err(wrong(&[name]));
        }
    }
    Ok(())
}

fn channels(call: Call) -> Answer {
    let body = body(&call)?;
    text(&body, "transport")?;
    optional(&body, &["redirectUri", "channelId"])?;
    made(&call, "channels")
}

fn templates(call: Call) -> Answer {
    let body = body(&call)?;
    if !matches!(text(&body, "type")?, "wabaTemplate" | "wazzupTemplate") {
        return Err(wrong(&["type"]));
    }
    made(&call, "templates")
}

fn waba_profile(call: Call) -> Answer {
    let body = body(&call)?;
    let id = text(&body, "channelId")?;
    let account = call.account()?;
    let world = call.app.world();
    let waba = world
        .account(account)
        .and_then(|account| account.channel(id))
        .is_some_and(|channel| channel.transport == "wapi");
    drop(world);
    if waba {
        made(&call, "waba-profile")
    } else {
        Err(not_found())
    }
}

fn chats(call: Call) -> Answer {
    optional(&body(&call)?, &["userId", "dealId"])?;
    made(&call, "chats")
}

fn unanswered(call: Call) -> Answer {
    optional(&body(&call)?, &["userId"])?;
    made(&call, "unanswered")
}
