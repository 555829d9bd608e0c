//! `POST wazzup/question`.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use serde_json::{Map, Value, json};

use super::fields;
use crate::app::App;
use crate::delivery;
use crate::http::{Answer, Call, Reply};
use crate::state::chat_type_of;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/_emulator/wazzup/question", post(question))
}

/// Somebody becomes responsible for a chat: the CRM is asked for a contact, then for a deal.
async fn question(call: Call) -> Answer {
    let mut fields = fields(&call)?;
    fields.retain(|_, value| !value.is_null());
    let account = match fields.get("accountId").and_then(Value::as_u64) {
        Some(account) => account,
        None => call.app.world().main,
    };
    let asked = ask(&call.app, call.epoch, account, fields).await;
    Ok(Reply::json(&asked))
}

/// Builds the questions out of what was given and asks them.
pub(crate) async fn ask(
    app: &Arc<App>,
    epoch: u64,
    account: u64,
    mut fields: Map<String, Value>,
) -> delivery::Asked {
    let responsible = fields.remove("responsibleUserId").or_else(|| {
        let world = app.world();
        let chosen = world.knobs.questions.responsible_user_id.clone();
        let first = || world.account(account)?.users.keys().next().cloned();
        chosen.or_else(first).map(Value::from)
    });
    let responsible = responsible.unwrap_or_else(|| "1".into());
    let source = fields.remove("source").unwrap_or_else(|| "auto".into());
    let kind = fields.remove("kind");
    let kind = kind.as_ref().and_then(Value::as_str);
    let chats = fields.remove("contactData").or_else(|| {
        let chat_id = fields.get("chatId").cloned()?;
        let chat_type = fields.get("chatType").cloned().or_else(|| {
            let channel = fields.get("channelId")?.as_str()?;
            let world = app.world();
            let transport = &world.account(account)?.channel(channel)?.transport;
            chat_type_of(transport).map(Value::from)
        });
        let chat_type = chat_type.unwrap_or_else(|| "whatsapp".into());
        Some(json!([{ "chatType": chat_type, "chatId": chat_id }]))
    });
    let contacts = fields.remove("contacts");
    let only_deal = kind == Some("createDeal") || (kind.is_none() && contacts.is_some());
    let deal = kind != Some("createContact") && fields.remove("deal") != Some(Value::Bool(false));
    let contact = (!only_deal).then(|| {
        let chats =
            chats.unwrap_or_else(|| json!([{ "chatType": "whatsapp", "chatId": "79990000000" }]));
        let name = fields
            .remove("name")
            .unwrap_or_else(|| "Example Customer".into());
        json!({
            "responsibleUserId": responsible,
            "name": name,
            "contactData": chats,
            "source": source,
        })
    });
    let deal = (deal || only_deal).then(|| {
        json!({
            "responsibleUserId": responsible,
            "contacts": contacts.unwrap_or_else(|| json!([])),
            "source": source,
        })
    });
    delivery::ask(app, epoch, account, contact, deal).await
}
