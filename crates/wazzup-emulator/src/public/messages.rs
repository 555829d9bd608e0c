//! `/v3/message`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{patch, post};
use http::StatusCode;
use serde_json::json;

use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};
use crate::knobs::EmptyOrJson;
use crate::messages;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/message", post(sync(send)))
        .route("/v3/message/{id}", patch(sync(edit)).delete(sync(delete)))
}

fn send(call: Call) -> Answer {
    let caller = call.caller()?;
    let body = call.json()?;
    let now = call.app.clock.now();
    let (message_id, chat_id) = call
        .app
        .with(|world| messages::send(world, caller, &body, now))?;
    let body = json!({ "messageId": message_id, "chatId": chat_id });
    Ok(Reply::json(&body).status(StatusCode::CREATED))
}

fn edit(call: Call) -> Answer {
    let caller = call.caller()?;
    let body = call.json()?;
    let now = call.app.clock.now();
    call.app
        .with(|world| messages::edit(world, caller, call.param("id"), &body, now))?;
    Ok(changed(&call))
}

fn delete(call: Call) -> Answer {
    let caller = call.caller()?;
    let now = call.app.clock.now();
    call.app
        .with(|world| messages::delete(world, caller, call.param("id"), now))?;
    Ok(changed(&call))
}

fn changed(call: &Call) -> Reply {
    match call.app.world().knobs.dialect.edit_answer {
        EmptyOrJson::Empty => Reply::empty(),
        EmptyOrJson::Json => Reply::json(&json!({ "messageId": call.param("id") })),
    }
}
