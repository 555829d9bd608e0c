//! The tech API, version 1, at its own unversioned paths.

mod accounts;
mod channels;
mod links;
mod settings;
mod users;
mod waba;
mod webhooks;

use std::sync::Arc;

use axum::Router;
use http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;
use crate::http::Fail;

/// All tech routes.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(accounts::routes())
        .merge(channels::routes())
        .merge(links::routes())
        .merge(settings::routes())
        .merge(users::routes())
        .merge(waba::routes())
        .merge(webhooks::routes())
}

/// The error bodies of this API are not published; these follow the public one's shape.
fn wrong(fields: &[&str]) -> Fail {
    Fail::bad(
        "VALIDATION_ERROR",
        "One or more fields are missing or wrong.",
    )
    .data(json!({ "fields": fields }))
}

fn not_found() -> Fail {
    Fail::new(StatusCode::NOT_FOUND, "NOT_FOUND")
}

fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, Fail> {
    body[name]
        .as_str()
        .filter(|text| !text.is_empty())
        .ok_or_else(|| wrong(&[name]))
}
