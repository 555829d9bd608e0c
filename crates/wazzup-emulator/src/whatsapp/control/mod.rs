//! `/_emulator/whatsapp/…`: users, and Meta itself.

mod callback;
mod config;
mod flow;
mod incoming;
mod media;
mod messages;
mod status;
mod tokens;
mod update;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;
use crate::http::sync;

pub use config::{Config, ConfigNumber};

pub(super) use callback::set as set_callback;
pub(super) use media::{PATH as MEDIA, add as add_media};
pub(super) use status::force;
pub(super) use update::update;
pub(super) use users::change as change_user;

/// All control routes of WhatsApp.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_emulator/whatsapp/incoming", post(sync(incoming::post)))
        .route(media::PATH, post(sync(media::post)))
        .route("/_emulator/whatsapp/messages", get(sync(messages::list)))
        .route("/_emulator/whatsapp/status", post(sync(status::post)))
        .route("/_emulator/whatsapp/update", post(sync(update::post)))
        .route("/_emulator/whatsapp/flow", post(flow::post))
        .route("/_emulator/whatsapp/callback", post(sync(callback::post)))
        .route(
            "/_emulator/whatsapp/user",
            post(sync(users::post)).get(sync(users::list)),
        )
        .route("/_emulator/whatsapp/token", post(sync(tokens::post)))
}
