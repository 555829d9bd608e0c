//! Media: uploaded, looked up, fetched, deleted; and uploads that can be resumed.

mod file;
mod form;
mod inbound;
mod node;
mod resumable;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::http::sync;

pub(super) use file::address;
pub(super) use inbound::{File, keep};
pub(super) use node::{delete, read};
pub(super) use resumable::{PREFIX as UPLOAD, offset, take};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{id}/media", post(form::upload))
        .route("/{id}/uploads", post(sync(resumable::start)))
        // The door takes a slash at the end away.
        .route(file::PATH.trim_end_matches('/'), get(sync(file::fetch)))
}
