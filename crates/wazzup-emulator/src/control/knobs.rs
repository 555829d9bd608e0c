//! `GET knobs`, `PATCH knobs`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::Value;

use super::misused;
use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/_emulator/knobs", get(sync(read)).patch(sync(patch)))
}

fn read(call: Call) -> Answer {
    Ok(Reply::json(&call.app.world().knobs))
}

fn patch(call: Call) -> Answer {
    let body = super::json(&call)?;
    if !matches!(body, Value::Object(_)) {
        return Err(misused("knobs are an object"));
    }
    call.app.with(|world| {
        let patched = world.knobs.patched(&body);
        world.knobs = patched.map_err(|error| misused(error.to_string()))?;
        Ok(Reply::json(&world.knobs))
    })
}
