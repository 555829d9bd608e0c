//! `…/wazzup/…`: customers, messengers and managers of the emulated service.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use http::HeaderValue;
use serde_json::{Map, Value, json};

use super::question::ask;
use super::{count, fields, misused};
use crate::app::App;
use crate::channels::set_state;
use crate::delivery::Courier;
use crate::http::{Answer, Call, Fail, Reply, sync};
use crate::messages;
use crate::state::{ChatKey, StoredMessage, Switch, chat_type_of};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_emulator/wazzup/incoming", post(sync(incoming)))
        .route("/_emulator/wazzup/messages", get(sync(list)))
        .route("/_emulator/wazzup/status", post(sync(status)))
        .route("/_emulator/wazzup/channel-state", post(sync(channel_state)))
        .route(
            "/_emulator/wazzup/template-status",
            post(sync(template_status)),
        )
        .route("/_emulator/wazzup/bad-contact", post(sync(bad_contact)))
        .route("/_emulator/wazzup/crm-key", post(sync(crm_key)))
        .route("/_emulator/wazzup/wauth", post(sync(wauth)))
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<String, Fail> {
    fields
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| misused(format!("{name} must be a string")))
}

/// A customer writes.
fn incoming(call: Call) -> Answer {
    let message_id = receive(&call.app, fields(&call)?).map_err(misused)?;
    Ok(Reply::json(&json!({ "messageId": message_id })))
}

/// Takes in a customer's message, and asks for a contact if it is set up so.
pub(crate) fn receive(app: &Arc<App>, fields: Map<String, Value>) -> Result<String, String> {
    let now = app.clock.now();
    let (received, asked, epoch) = app.with(|world| {
        let received = messages::receive(world, fields, now)?;
        let account = world.account(received.account);
        let known = account.is_some_and(|account| {
            account
                .contact_of(&received.chat_type, &received.chat_id)
                .is_some()
        });
        // Two messages in a row are no reason to ask twice.
        let asks = world.knobs.questions.on_incoming && !known;
        let chat = (
            received.account,
            received.chat_type.clone(),
            received.chat_id.clone(),
        );
        let asked = (asks && world.asking.insert(chat.clone())).then_some(chat);
        Ok::<_, String>((received, asked, app.epoch()))
    })?;
    if let Some(chat) = asked {
        let question = json!({
            "accountId": received.account,
            "name": received.name,
            "contactData": [{ "chatType": received.chat_type, "chatId": received.chat_id }],
            "source": "auto",
        });
        let question = question.as_object().cloned().unwrap_or_default();
        let app = Arc::clone(app);
        let stop = app.stop.clone();
        app.clone().spawn(async move {
            // Until the chat may be asked about again, too.
            let _open = Courier::open(&app);
            tokio::select! {
                () = stop.cancelled() => {}
                _ = ask(&app, epoch, question) => {}
            }
            app.with_since(epoch, |world| world.asking.remove(&chat));
        });
    }
    Ok(received.message_id)
}

/// All messages, oldest first; of one chat with `?chatId=`.
fn list(call: Call) -> Answer {
    let chat = call.query("chatId");
    let channel = call.query("channelId");
    let offset = count(&call, "offset", 0)?;
    let limit = count(&call, "limit", usize::MAX)?;
    let world = call.app.world();
    let messages = world
        .accounts
        .values()
        .flat_map(|account| account.messages.iter());
    let wanted = messages.filter(|message| {
        chat.as_ref().is_none_or(|chat| *chat == message.chat_id)
            && channel
                .as_ref()
                .is_none_or(|channel| *channel == message.channel_id)
    });
    let messages: Vec<&StoredMessage> = wanted.skip(offset).take(limit).collect();
    Ok(Reply::json(&messages))
}

/// The messenger reports something out of turn.
fn status(call: Call) -> Answer {
    let fields = fields(&call)?;
    let id = text(&fields, "messageId")?;
    let status = match text(&fields, "status")?.as_str() {
        "sent" => "sent",
        "delivered" => "delivered",
        "read" => "read",
        "error" => "error",
        "edited" => "edited",
        _ => return Err(misused("status is not known")),
    };
    let error = match fields.get("error") {
        Some(Value::String(code)) => Some(code.clone()),
        _ => (status == "error").then(|| "UNKNOWN_ERROR".to_owned()),
    };
    let now = call.app.clock.now();
    let known = call
        .app
        .with(|world| messages::force_status(world, &id, status, error, now));
    if known {
        Ok(Reply::json(&json!({ "ok": true })))
    } else {
        Err(misused("messageId is not known"))
    }
}

/// A channel changes its state. Further fields (`tier`, `qr`, `qridle`) go into the webhook.
fn channel_state(call: Call) -> Answer {
    let mut fields = fields(&call)?;
    let (id, state) = (text(&fields, "channelId")?, text(&fields, "state")?);
    fields.remove("channelId");
    fields.remove("state");
    let extra: Vec<(String, Value)> = fields.into_iter().collect();
    let now = call.app.clock.now();
    call.app.with(|world| {
        let account = world.account_with_channel(&id);
        let known =
            account.is_some_and(|account| set_state(world, account, &id, &state, &extra, now));
        if known {
            Ok(Reply::json(&json!({ "ok": true })))
        } else {
            Err(misused("channelId is not known"))
        }
    })
}

/// Meta decides on a template.
fn template_status(call: Call) -> Answer {
    let fields = fields(&call)?;
    let (guid, status) = (text(&fields, "templateGuid")?, text(&fields, "status")?);
    call.app.with(|world| {
        let found = world.accounts.values_mut().find_map(|account| {
            let id = account.id;
            let mut templates = account.templates.iter_mut();
            templates
                .find(|template| template.guid == guid)
                .map(|template| (id, template))
        });
        let Some((account, template)) = found else {
            return Err(misused("templateGuid is not known"));
        };
        template.status = status;
        let item = json!({
            "templateGuid": template.guid,
            "name": template.name,
            "status": template.shown_status(&world.knobs.dialect),
        });
        let lane = format!("template {guid}");
        world.emit(account, Switch::Templates, lane, "templateStatus", item);
        Ok(Reply::json(&json!({ "ok": true })))
    })
}

/// Sends to a chat fail from now on: `BAD_CONTACT`, or the code given as `error`; `null` heals it.
fn bad_contact(call: Call) -> Answer {
    let fields = fields(&call)?;
    let (channel, chat_id) = (text(&fields, "channelId")?, text(&fields, "chatId")?);
    let broken = match fields.get("error") {
        None => Some("BAD_CONTACT".to_owned()),
        Some(Value::String(code)) => Some(code.clone()),
        Some(_) => None,
    };
    call.app.with(|world| {
        let id = world.account_with_channel(&channel);
        let account = id.and_then(|id| world.accounts.get_mut(&id));
        let account = account.ok_or_else(|| misused("channelId is not known"))?;
        let transport = account
            .channel(&channel)
            .map(|channel| channel.transport.clone());
        let usual = transport
            .as_deref()
            .and_then(chat_type_of)
            .unwrap_or("whatsapp");
        let chat_type = fields
            .get("chatType")
            .and_then(Value::as_str)
            .unwrap_or(usual);
        let key = ChatKey {
            channel,
            chat_type: chat_type.to_owned(),
            chat_id,
        };
        account.chats.entry(key).or_default().broken = broken;
        Ok(Reply::json(&json!({ "ok": true })))
    })
}

/// The bearer of webhooks from now on; `null` for none.
fn crm_key(call: Call) -> Answer {
    let fields = fields(&call)?;
    let key = match fields.get("crmKey") {
        // Every delivery would fail for it.
        Some(Value::String(key)) if HeaderValue::from_str(key).is_err() => {
            return Err(misused("crmKey does not fit into a header"));
        }
        Some(Value::String(key)) => Some(key.clone()),
        Some(Value::Null) => None,
        _ => return Err(misused("crmKey must be a string or null")),
    };
    call.app.with(|world| {
        let main = world.main;
        if let Some(account) = world.accounts.get_mut(&main) {
            account.crm_key = key;
        }
    });
    Ok(Reply::json(&json!({ "ok": true })))
}

/// Another state and secret for `POST /v3/connect`.
fn wauth(call: Call) -> Answer {
    let (state, secret) = call.app.with(crate::state::World::mint_wauth);
    Ok(Reply::json(&json!({ "state": state, "secret": secret })))
}
