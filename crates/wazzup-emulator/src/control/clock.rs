//! `POST clock/advance`, `GET clock`, `POST idle`.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use serde_json::Value;

use super::{json, misused};
use crate::app::App;
use crate::clock::iso;
use crate::http::{Answer, Call, Reply, sync};

/// How long a request to the control API waits for things to settle, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_emulator/clock", get(sync(now)))
        .route("/_emulator/clock/advance", post(advance))
        .route("/_emulator/idle", post(idle).get(idle))
}

fn shown(app: &App, idle: bool) -> Reply {
    let now = app.clock.now();
    Reply::json(&serde_json::json!({
        "now": iso(now),
        "nowMs": now,
        "manual": app.clock.is_manual(),
        "idle": idle,
    }))
}

fn now(call: Call) -> Answer {
    Ok(shown(&call.app, call.app.is_idle()))
}

/// Moves the clock and, unless told otherwise, waits until what became due has been delivered.
async fn advance(call: Call) -> Answer {
    let body = json(&call)?;
    let seconds = body["seconds"].as_f64();
    let seconds = seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
    let seconds = seconds.ok_or_else(|| misused("seconds must be a number from 0 up"))?;
    let by = Duration::try_from_secs_f64(seconds).map_err(|_| misused("seconds is too large"))?;
    if !call.app.clock.has_room(by) {
        return Err(misused(
            "seconds is too large: all moves make a century at most",
        ));
    }
    call.app.clock.advance(by);
    // Steps after this one are not waited for: time that flies would take its time to get there.
    let target = call.app.clock.now();
    call.app.wake.notify_one();
    if body["wait"] == Value::Bool(false) {
        return Ok(shown(&call.app, call.app.is_idle()));
    }
    // The driver has to take the steps first; then the deliveries they made have to end.
    settle(&call.app, |app| app.is_settled(target)).await
}

async fn idle(call: Call) -> Answer {
    settle(&call.app, App::is_idle).await
}

async fn settle(app: &App, is_settled: impl Fn(&App) -> bool) -> Answer {
    let settled = app.until(|app| is_settled(app).then_some(()));
    let settled = tokio::time::timeout(PATIENCE, settled).await.is_ok();
    Ok(shown(app, settled))
}
