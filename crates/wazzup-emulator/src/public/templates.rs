//! `/v3/templates/whatsapp`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/v3/templates/whatsapp", get(sync(list)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let (limit, offset) = (call.count("limit", 100)?, call.count("offset", 0)?);
    let world = call.app.world();
    let dialect = &world.knobs.dialect;
    let templates: Vec<Value> = world.account(account).map_or_else(Vec::new, |account| {
        let page = account.templates.iter().skip(offset).take(limit);
        page.map(|template| template.public(account.id, dialect))
            .collect()
    });
    Ok(if dialect.templates_wrapped {
        Reply::json(&json!({ "data": templates }))
    } else {
        Reply::json(&templates)
    })
}
