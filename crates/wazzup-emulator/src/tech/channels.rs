//! `/channels`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::{not_found, wrong};
use crate::app::App;
use crate::channels::set_state;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::ids::Kind;
use crate::state::{Channel, Step, World, chat_type_of};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/list", get(sync(list)))
        .route("/channels/{transport}", post(sync(create)))
        .route(
            "/channels/{transport}/{channel}",
            get(sync(one)).delete(sync(remove)),
        )
        .route(
            "/channels/{transport}/{channel}/reinit",
            post(sync(restart)),
        )
}

/// A path says `waba` where the rest of the API says `wapi`.
fn transport(call: &Call) -> Result<String, Fail> {
    let transport = match call.param("transport") {
        "waba" => "wapi",
        other => other,
    };
    chat_type_of(transport).ok_or_else(not_found)?;
    Ok(transport.to_owned())
}

fn list(call: Call) -> Answer {
    let account = call.account()?;
    let world = call.app.world();
    let account = world.account(account).ok_or_else(not_found)?;
    let channels: Vec<Value> = account.channels.iter().map(Channel::tech).collect();
    let count = channels.len();
    Ok(Reply::json(
        &json!({ "channels": channels, "count": count }),
    ))
}

fn one(call: Call) -> Answer {
    let account = call.account()?;
    let transport = transport(&call)?;
    let world = call.app.world();
    world
        .account(account)
        .and_then(|account| account.channel(call.param("channel")))
        .filter(|channel| channel.transport == transport)
        .map(|channel| Reply::json(&channel.tech()))
        .ok_or_else(not_found)
}

/// Adds a channel, which starts by itself a little later.
fn create(call: Call) -> Answer {
    let account_id = call.account()?;
    let transport = transport(&call)?;
    if !call.body_is_empty() && !call.json()?.is_object() {
        return Err(wrong(&[]));
    }
    let now = call.app.clock.now();
    call.app.with(|world| {
        let id = world.ids.uuid(Kind::Channel);
        let token = world.ids.hex(Kind::Link);
        let account = world.accounts.get_mut(&account_id).ok_or_else(not_found)?;
        let number = account.channels.len() + 1;
        account.channels.push(Channel {
            id: id.clone(),
            plain_id: format!("7999000{number:04}"),
            name: format!("Example {transport} {number}"),
            state: "init".to_owned(),
            tier: (transport == "wapi").then(|| "TIER_0".to_owned()),
            deleted: false,
            transport,
        });
        let is_waba = account
            .channel(&id)
            .is_some_and(|channel| channel.transport == "wapi");
        if is_waba {
            // Templates belong to one WABA: those of the account are bound to its new channel too.
            for template in &mut account.templates {
                template.channels.push(id.clone());
            }
        }
        start(world, account_id, &id, now);
        let url = format!("https://tech.wazzup24.com/channel/{id}?token={token}");
        Ok(Reply::json(&json!({ "url": url })))
    })
}

fn start(world: &mut World, account: u64, channel: &str, now: i64) {
    set_state(world, account, channel, "init", &[], now);
    let pause = i64::try_from(world.knobs.lifecycle.channel_init_ms).unwrap_or(i64::MAX);
    let step = Step::ChannelReady {
        account,
        channel: channel.to_owned(),
    };
    world.schedule.plan(now.saturating_add(pause), step);
}

fn restart(call: Call) -> Answer {
    let account = call.account()?;
    let transport = transport(&call)?;
    let now = call.app.clock.now();
    call.app.with(|world| {
        known(world, account, &transport, call.param("channel"))?;
        start(world, account, call.param("channel"), now);
        Ok(Reply::empty())
    })
}

/// Whether the account has this channel of this transport.
fn known(world: &World, account: u64, transport: &str, channel: &str) -> Result<(), Fail> {
    world
        .account(account)
        .and_then(|account| account.channel(channel))
        .filter(|channel| channel.transport == transport)
        .map(|_| ())
        .ok_or_else(not_found)
}

fn remove(call: Call) -> Answer {
    let account = call.account()?;
    let transport = transport(&call)?;
    let delete_chats = if call.body_is_empty() {
        true
    } else {
        match &call.json()?["deleteChats"] {
            Value::Null => true,
            Value::Bool(delete) => *delete,
            _ => return Err(wrong(&["deleteChats"])),
        }
    };
    let (id, now) = (call.param("channel"), call.app.clock.now());
    call.app.with(|world| {
        known(world, account, &transport, id)?;
        set_state(world, account, id, "disabled", &[], now);
        let account = world.accounts.get_mut(&account).ok_or_else(not_found)?;
        for template in &mut account.templates {
            template.channels.retain(|channel| channel != id);
        }
        if delete_chats {
            account.channels.retain(|channel| channel.id != id);
            account.chats.retain(|key, _| key.channel != id);
            account.messages.retain(|message| message.channel_id != id);
        } else if let Some(channel) = account.channel_mut(id) {
            channel.deleted = true;
        }
        Ok(Reply::empty())
    })
}
