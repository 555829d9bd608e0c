//! Callback addresses and app tokens.

mod app;
mod number;
mod oauth;
mod waba;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::http::sync;

pub(super) use number::of_number;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/oauth/access_token",
            get(sync(oauth::token)).post(sync(oauth::token)),
        )
        .route(
            "/{id}/subscriptions",
            post(app::subscribe)
                .get(sync(app::subscriptions))
                .delete(sync(app::unsubscribe)),
        )
        .route(
            "/{id}/subscribed_apps",
            post(waba::subscribe)
                .get(sync(waba::subscribed))
                .delete(sync(waba::unsubscribe)),
        )
}
