//! `/users`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get};
use serde_json::{Value, json};

use super::{not_found, wrong};
use crate::app::App;
use crate::entities::{Checks, users};
use crate::http::{Answer, Call, Reply, sync};
use crate::state::User;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/users", get(sync(list)).post(sync(create)))
        .route("/users/{id}", delete(sync(remove)))
}

fn shown(id: &str, user: &User) -> Value {
    json!({
        "id": id,
        "name": user.name,
        "role": user.role,
        "allowGetNewClients": user.allow_get_new_clients,
    })
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let account = world.account(account).ok_or_else(not_found)?;
    let users: Vec<Value> = account
        .users
        .iter()
        .map(|(id, user)| shown(id, user))
        .collect();
    Ok(Reply::json(&users))
}

fn create(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    let mut checks = Checks::of(&body);
    let id = checks.text("id", 64);
    let name = checks.text("name", 150);
    let role = checks.text("role", 16);
    if !matches!(role.as_str(), "auditor" | "manager" | "seller") {
        checks.fail("role");
    }
    let allow_get_new_clients = checks.optional_flag("allowGetNewClients").unwrap_or(false);
    let bad = checks.bad();
    if !bad.is_empty() {
        return Err(wrong(&bad));
    }
    call.app.with(|world| {
        if let Some(full) = users::no_room(world, account, std::iter::once(id.as_str())) {
            return Err(full);
        }
        let account = world.accounts.get_mut(&account).ok_or_else(not_found)?;
        let phone = account.users.get(&id).and_then(|user| user.phone.clone());
        let user = User {
            name,
            phone,
            role: Some(role),
            allow_get_new_clients,
        };
        let reply = Reply::json(&shown(&id, &user));
        account.users.insert(id, user);
        Ok(reply)
    })
}

fn remove(call: Call) -> Answer {
    let account = call.account()?;
    let gone = call
        .app
        .with(|world| users::delete(world, account, call.param("id")));
    if gone {
        Ok(Reply::empty())
    } else {
        Err(not_found())
    }
}
