//! `/v3/iframe`.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::ids::Kind;
use crate::knobs::IframeError;
use crate::state::{GROUPS, TRANSPORTS, World};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/v3/iframe", post(sync(link)))
}

fn link(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app.with(|world| {
        check(&body).map_err(|field| {
            let fail = Fail::bad("VALIDATION_ERROR", format!("{field} is missing or wrong."));
            shaped(world, fail)
        })?;
        let user = body["user"]["id"].as_str().unwrap_or_default();
        let known = world
            .account(account)
            .is_some_and(|account| account.users.contains_key(user));
        if !known {
            let fail = Fail::new(StatusCode::BAD_REQUEST, "NO_SUCH_ACCOUNT");
            return Err(shaped(world, fail));
        }
        let (guid, token) = (world.ids.uuid(Kind::Link), world.ids.hex(Kind::Link));
        let url = format!("https://{account}.wazzup24.com/chat/{guid}?token={token}");
        Ok(Reply::json(&json!({ "url": url })))
    })
}

fn shaped(world: &World, fail: Fail) -> Fail {
    match world.knobs.dialect.iframe_error {
        IframeError::Nested => fail.nested(),
        IframeError::Flat => fail,
        IframeError::Plain500 => Fail::bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// The name of the first field that is wrong.
fn check(body: &Value) -> Result<(), &'static str> {
    let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let chat = |value: &Value| {
        let known = value["chatType"].as_str().is_some_and(|kind| {
            TRANSPORTS
                .iter()
                .chain(&GROUPS)
                .any(|(_, known)| *known == kind)
        });
        known && (text(&value["chatId"]) || text(&value["username"]) || text(&value["phone"]))
    };
    let or_absent = |value: &Value, good: bool| value.is_null() || good;
    if !text(&body["user"]["id"]) {
        return Err("user.id");
    }
    if !or_absent(&body["user"]["name"], body["user"]["name"].is_string()) {
        return Err("user.name");
    }
    let filter = &body["filter"];
    let good = filter
        .as_array()
        .is_some_and(|chats| !chats.is_empty() && chats.iter().all(chat));
    match body["scope"].as_str() {
        Some("global") if or_absent(filter, good || filter == &json!([])) => {}
        Some("card") if good => {}
        Some("global" | "card") => return Err("filter"),
        _ => return Err("scope"),
    }
    if !or_absent(&body["activeChat"], chat(&body["activeChat"])) {
        return Err("activeChat");
    }
    let options = &body["options"];
    let flags = ["useDealsEvents", "useMessageEvents"]
        .iter()
        .all(|flag| or_absent(&options[*flag], options[*flag].is_boolean()));
    let client = or_absent(&options["clientType"], options["clientType"].is_string());
    if !or_absent(options, options.is_object() && flags && client) {
        return Err("options");
    }
    Ok(())
}
