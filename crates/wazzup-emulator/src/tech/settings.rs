//! `/settings` of an account.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde_json::Value;

use super::{not_found, wrong};
use crate::app::App;
use crate::http::{Answer, Call, Reply, sync};
use crate::knobs::SettingsPatch;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/settings", get(sync(read)).patch(sync(update)))
}

fn read(call: Call) -> Answer {
    let account = call.account()?;
    call.app.with(|world| {
        let account = world.accounts.get_mut(&account).ok_or_else(not_found)?;
        // Some things of a fresh account wake up only now.
        account.touched = true;
        Ok(Reply::json(&account.settings))
    })
}

fn update(call: Call) -> Answer {
    let account = call.account()?;
    let body = call.json()?;
    let fields = body.as_object().ok_or_else(|| wrong(&[]))?;
    let push = "pushInputOutputMessageEventsForManagers";
    if fields.get(push).is_some_and(|value| !value.is_boolean()) {
        return Err(wrong(&[push]));
    }
    if let Some(roles) = fields.get("userRoles") {
        let good = roles
            .as_array()
            .is_some_and(|roles| roles.iter().all(is_role));
        if !good {
            return Err(wrong(&["userRoles"]));
        }
    }
    call.app.with(|world| {
        let replaces = world.knobs.dialect.settings_patch == SettingsPatch::Replace;
        let account = world.accounts.get_mut(&account).ok_or_else(not_found)?;
        if replaces {
            account.settings.clear();
        }
        for (name, value) in fields {
            account.settings.insert(name.clone(), value.clone());
        }
        Ok(Reply::json(&account.settings))
    })
}

fn is_role(role: &Value) -> bool {
    let text = |name: &str| role[name].as_str().is_some_and(|text| !text.is_empty());
    text("channelId")
        && text("userId")
        && matches!(
            role["role"].as_str(),
            Some("auditor" | "manager" | "seller")
        )
        && role["allowGetNewClients"].is_boolean()
}
