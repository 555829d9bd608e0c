//! `/v3/users`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, patch};
use serde_json::json;

use super::not_found;
use crate::app::App;
use crate::entities::{PAGE, delete_each, ids_to_delete, users};
use crate::http::{Answer, Call, Reply, sync};
use crate::knobs::UsersList;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v3/users", get(sync(list)).post(sync(upsert)))
        .route("/v3/users/bulk_delete", patch(sync(bulk_delete)))
        .route("/v3/users/{id}", get(sync(one)).delete(sync(delete)))
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let offset = call.count("offset", 0)?;
    let world = call.app.world();
    let users = users::list(&world, account);
    Ok(match world.knobs.dialect.users_list {
        UsersList::Bare => Reply::json(&users),
        UsersList::Paged => {
            let count = users.len().to_string();
            let page: Vec<_> = users.into_iter().skip(offset).take(PAGE).collect();
            Reply::json(&json!({ "count": count, "data": page }))
        }
    })
}

fn one(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    users::get(&world, account, call.param("id"))
        .map(|user| Reply::json(&user))
        .ok_or_else(|| not_found(&world.knobs))
}

fn upsert(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    call.app
        .with(|world| users::upsert(world, account, &body))?;
    Ok(Reply::empty())
}

fn delete(call: Call) -> Answer {
    let account = call.account()?;
    // 200 whether there was one or not.
    call.app
        .with(|world| users::delete(world, account, call.param("id")));
    Ok(Reply::empty())
}

fn bulk_delete(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    let unknown = call.app.with(|world| {
        let ids = ids_to_delete(&body, &world.knobs, &users::REFUSAL)?;
        let unknown = delete_each(ids, |id| users::delete(world, account, id));
        Ok::<Vec<String>, crate::http::Fail>(unknown)
    })?;
    Ok(Reply::json(&unknown))
}
