//! `/v3/pipelines`.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::entities::pipelines;
use crate::http::{Answer, Call, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/v3/pipelines", get(sync(list)).post(sync(upload)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let pipelines = world.account(account).map(|account| &account.pipelines);
    Ok(pipelines.map_or_else(|| Reply::json(&[(); 0]), Reply::json))
}

fn upload(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app
        .with(|world| pipelines::upload(world, account, &body))?;
    Ok(Reply::empty())
}
