//! `/webhooks/test`.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use serde_json::json;

use crate::app::App;
use crate::http::{Answer, Call, Reply};
use crate::public::webhooks::{address, test};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/webhooks/test", post(run))
}

async fn run(call: Call) -> Answer {
    let account = call.account()?;
    let uri = address(&call.json()?)?;
    test(&call.app, account, &uri).await?;
    Ok(Reply::json(&json!({ "ok": true })))
}
