//! `GET journal?since=`, `DELETE journal`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::json;

use super::count;
use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/_emulator/journal", get(sync(read)).delete(sync(clear)))
}

fn read(call: Call) -> Answer {
    let since = count(&call, "since", 0)?;
    let since = u64::try_from(since).unwrap_or(u64::MAX);
    Ok(Reply::json(&call.app.read_journal(since)))
}

fn clear(call: Call) -> Answer {
    call.app.journal.clear();
    Ok(Reply::json(&json!({ "ok": true })))
}
