//! `/v3/channels`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::Value;

use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};
use crate::state::Channel;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/v3/channels", get(sync(list)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let account = world.account(account);
    let hidden = |touched: bool| world.knobs.dialect.lazy_channels && !touched;
    let channels: Vec<Value> = account
        .filter(|account| !hidden(account.touched))
        .map(|account| {
            let there = account.channels.iter().filter(|channel| !channel.deleted);
            there.map(Channel::public).collect()
        })
        .unwrap_or_default();
    Ok(Reply::json(&channels))
}
