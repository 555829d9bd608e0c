//! `/v3/contacts`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch};
use serde_json::json;

use super::not_found;
use crate::app::App;
use crate::entities::{contacts, delete_each, ids_to_delete, page};
use crate::http::{Answer, Call, Fail, Reply, sync};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/contacts", get(sync(list)).post(sync(upsert)))
        .route("/v3/contacts/bulk_delete", patch(sync(bulk_delete)))
        .route("/v3/contacts/{id}", get(sync(one)).delete(sync(delete)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let offset = call.count("offset", 0)?;
    let world = call.app.world();
    let Some(account) = world.account(account) else {
        return Err(not_found(&world.knobs));
    };
    let data = page(account.contacts.values(), offset);
    Ok(Reply::json(
        &json!({ "count": account.contacts.len(), "data": data }),
    ))
}

fn one(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    world
        .account(account)
        .and_then(|account| account.contacts.get(call.param("id")))
        .map(Reply::json)
        .ok_or_else(|| not_found(&world.knobs))
}

fn upsert(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app
        .with(|world| contacts::upsert(world, account, &body))?;
    Ok(Reply::empty())
}

fn delete(call: Call) -> Answer {
    let account = call.account()?;
    call.app.with(|world| {
        let owner = world.accounts.get_mut(&account);
        owner
            .and_then(|account| account.contacts.remove(call.param("id")))
            .map(|_| Reply::empty())
            .ok_or_else(|| not_found(&world.knobs))
    })
}

fn bulk_delete(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app.with(|world| {
        let ids = ids_to_delete(&body, &world.knobs, &contacts::REFUSAL)?;
        let unknown = delete_each(ids, |id| {
            let owner = world.accounts.get_mut(&account);
            owner.is_some_and(|account| account.contacts.remove(id).is_some())
        });
        Ok::<Reply, Fail>(Reply::json(&unknown))
    })
}
