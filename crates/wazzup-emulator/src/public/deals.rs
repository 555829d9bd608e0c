//! `/v3/deals`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch};
use serde_json::{Value, json};

use super::not_found;
use crate::app::App;
use crate::entities::{deals, delete_each, ids_to_delete, page};
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::knobs::DealsCount;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/deals", get(sync(list)).post(sync(upsert)))
        .route("/v3/deals/bulk_delete", patch(sync(bulk_delete)))
        .route("/v3/deals/{id}", get(sync(one)).delete(sync(delete)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let offset = call.count("offset", 0)?;
    let world = call.app.world();
    let Some(account) = world.account(account) else {
        return Err(not_found(&world.knobs));
    };
    let mut data = page(account.deals.values(), offset);
    for deal in data.iter_mut().filter_map(Value::as_object_mut) {
        // Only the single deal says whether it is closed.
        deal.remove("closed");
    }
    let count = match world.knobs.dialect.deals_count {
        DealsCount::Page => data.len(),
        DealsCount::Total => account.deals.len(),
    };
    Ok(Reply::json(&json!({ "count": count, "data": data })))
}

fn one(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    world
        .account(account)
        .and_then(|account| account.deals.get(call.param("id")))
        .map(Reply::json)
        .ok_or_else(|| not_found(&world.knobs))
}

fn upsert(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app
        .with(|world| deals::upsert(world, account, &body))?;
    Ok(Reply::empty())
}

fn delete(call: Call) -> Answer {
    let account = call.account()?;
    call.app.with(|world| {
        let owner = world.accounts.get_mut(&account);
        owner
            .and_then(|account| account.deals.remove(call.param("id")))
            .map(|_| Reply::empty())
            .ok_or_else(|| not_found(&world.knobs))
    })
}

fn bulk_delete(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app.with(|world| {
        let ids = ids_to_delete(&body, &world.knobs, &deals::REFUSAL)?;
        let unknown = delete_each(ids, |id| {
            let owner = world.accounts.get_mut(&account);
            owner.is_some_and(|account| account.deals.remove(id).is_some())
        });
        Ok::<Reply, Fail>(Reply::json(&unknown))
    })
}
