//! The public routes, `/v3/…`, and the counters' bootstrap path.

mod channels;
mod contacts;
mod counters;
mod deals;
mod iframe;
mod messages;
mod partners;
mod pipelines;
mod templates;
mod users;
pub(crate) mod webhooks;

use std::sync::Arc;

use axum::Router;
use http::StatusCode;

use crate::app::App;
use crate::http::Fail;
use crate::knobs::{EmptyOrJson, Knobs};

/// All public routes.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(channels::routes())
        .merge(contacts::routes())
        .merge(counters::routes())
        .merge(deals::routes())
        .merge(iframe::routes())
        .merge(messages::routes())
        .merge(partners::routes())
        .merge(pipelines::routes())
        .merge(templates::routes())
        .merge(users::routes())
        .merge(webhooks::routes())
}

/// 404 in the present dialect.
fn not_found(knobs: &Knobs) -> Fail {
    match knobs.dialect.not_found_body {
        EmptyOrJson::Empty => Fail::bare(StatusCode::NOT_FOUND),
        EmptyOrJson::Json => Fail::new(StatusCode::NOT_FOUND, "NOT_FOUND"),
    }
}
