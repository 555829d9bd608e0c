//! The control API, `/_emulator/…`: what a test does that no customer of the API can.

mod clock;
mod config;
mod faults;
mod journal;
mod knobs;
mod question;
mod wazzup;

use std::sync::Arc;

use axum::Router;
use serde_json::{Map, Value};

use crate::app::App;
use crate::http::{Call, Fail};
use crate::whatsapp;

pub use config::{Config, ConfigChannel};
pub(crate) use question::ask;
pub(crate) use wazzup::receive;

/// Where the control API lives.
pub(crate) const PREFIX: &str = "/_emulator/";

/// All control routes. Those of one emulated service have its name in their path.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(clock::routes())
        .merge(config::routes())
        .merge(faults::routes())
        .merge(journal::routes())
        .merge(knobs::routes())
        .merge(question::routes())
        .merge(wazzup::routes())
        .merge(whatsapp::control_routes())
}

/// A body that must be JSON.
pub(crate) fn json(call: &Call) -> Result<Value, Fail> {
    call.json().map_err(|_| misused("the body is not JSON"))
}

/// A body that must be an object.
pub(crate) fn fields(call: &Call) -> Result<Map<String, Value>, Fail> {
    match json(call)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(misused("the body must be an object")),
    }
}

/// A query parameter that must be a number from 0 up.
pub(crate) fn count(call: &Call, name: &str, default: usize) -> Result<usize, Fail> {
    let wrong = |_| misused(format!("{name} must be a number from 0 up"));
    call.count(name, default).map_err(wrong)
}

/// A request to the control API that makes no sense.
pub(crate) fn misused(description: impl Into<String>) -> Fail {
    Fail::bad("BAD_CONTROL_REQUEST", description).data(Value::Object(Map::new()))
}
