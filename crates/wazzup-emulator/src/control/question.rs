//! `POST wazzup/question`.

use std::sync::Arc;

use axum::Router;
use axum::routing::post;
use serde_json::{Map, Value, json};

use super::{fields, misused};
use crate::app::App;
use crate::delivery::{self, Asked};
use crate::entities::contacts::is_chat_type;
use crate::http::{Answer, Call, Reply};
use crate::state::{World, chat_type_of};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/_emulator/wazzup/question", post(question))
}

/// Somebody becomes responsible for a chat: the CRM is asked for a contact, then for a deal.
async fn question(call: Call) -> Answer {
    let fields = fields(&call)?;
    let asked = ask(&call.app, call.epoch, fields).await.map_err(misused)?;
    Ok(Reply::json(&asked))
}

/// Builds the questions out of what was given and asks them. The error says what is wrong with it,
/// in words.
pub(crate) async fn ask(
    app: &Arc<App>,
    epoch: u64,
    fields: Map<String, Value>,
) -> Result<Asked, String> {
    let question = read(&app.world(), Given(fields))?;
    let Question {
        account,
        contact,
        deal,
    } = question;
    Ok(delivery::ask(app, epoch, account, contact, deal).await)
}

/// The questions to be asked.
struct Question {
    account: u64,
    contact: Option<Value>,
    deal: Option<Value>,
}

fn read(world: &World, mut given: Given) -> Result<Question, String> {
    let account = match given.take("accountId") {
        None => world.main,
        Some(id) => {
            let known = id.as_u64().filter(|id| world.account(*id).is_some());
            known.ok_or("accountId is not known")?
        }
    };
    let responsible = given.id("responsibleUserId")?.or_else(|| {
        let chosen = world.knobs.questions.responsible_user_id.clone();
        let first = || world.account(account)?.users.keys().next().cloned();
        chosen.or_else(first)
    });
    let responsible = responsible.unwrap_or_else(|| "1".to_owned());
    let source = given.word("source", &["auto", "byUser"])?.unwrap_or("auto");
    let kind = given.word("kind", &["createContact", "createDeal"])?;
    let with_deal = match given.take("deal") {
        None => true,
        Some(Value::Bool(wanted)) => wanted,
        Some(_) => return Err("deal must be true or false".to_owned()),
    };
    let name = given.text("name")?;
    let chats = chats(world, account, &mut given)?;
    let contacts = match given.take("contacts") {
        None => None,
        Some(Value::Array(ids)) if !ids.is_empty() && ids.iter().all(is_text) => Some(ids),
        Some(_) => return Err("contacts must be an array of ids".to_owned()),
    };
    let only_deal = kind == Some("createDeal") || (kind.is_none() && contacts.is_some());
    if only_deal && contacts.is_none() {
        return Err("contacts is missing".to_owned());
    }
    let contact = (!only_deal).then(|| {
        json!({
            "responsibleUserId": responsible,
            "name": name.unwrap_or_else(|| "Example Customer".to_owned()),
            "contactData": chats,
            "source": source,
        })
    });
    let deal = (only_deal || (with_deal && kind.is_none())).then(|| {
        json!({
            "responsibleUserId": responsible,
            "contacts": contacts.unwrap_or_default(),
            "source": source,
        })
    });
    Ok(Question {
        account,
        contact,
        deal,
    })
}

/// The chats of the contact: `contactData`, or the one chat given.
fn chats(world: &World, account: u64, given: &mut Given) -> Result<Value, String> {
    let channel = given.text("channelId")?;
    let transport = match &channel {
        None => None,
        Some(id) => {
            let channel = world.account(account).and_then(|own| own.channel(id));
            Some(&channel.ok_or("channelId is not known")?.transport)
        }
    };
    let chat_type = given.text("chatType")?;
    if !chat_type.as_deref().is_none_or(is_chat_type) {
        return Err("chatType is not known".to_owned());
    }
    let chat_id = given.id("chatId")?;
    if let Some(chats) = given.take("contactData") {
        let is_chat = |chat: &Value| {
            chat["chatType"].as_str().is_some_and(is_chat_type) && is_text(&chat["chatId"])
        };
        let known = chats.as_array().is_some_and(|chats| {
            // A contact has one at least.
            !chats.is_empty() && chats.iter().all(is_chat)
        });
        return match known {
            true => Ok(chats),
            false => Err("contactData must be an array of chatType and chatId".to_owned()),
        };
    }
    let Some(chat_id) = chat_id else {
        return Ok(json!([{ "chatType": "whatsapp", "chatId": "79990000000" }]));
    };
    let usual = transport.and_then(|transport| chat_type_of(transport));
    let chat_type = chat_type.as_deref().or(usual).unwrap_or("whatsapp");
    Ok(json!([{ "chatType": chat_type, "chatId": chat_id }]))
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

/// The fields of a request.
struct Given(Map<String, Value>);

impl Given {
    /// A field; `null` is none.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(format!("{name} must be a text")),
        }
    }

    /// A text, as which a number passes too.
    fn id(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.0.get(name) {
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            _ => self.text(name),
        }
    }

    fn word(&mut self, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, String> {
        let Some(given) = self.take(name) else {
            return Ok(None);
        };
        let known = words.iter().find(|word| given == **word);
        let one_of = || format!("{name} must be {}", words.join(" or "));
        known.copied().map(Some).ok_or_else(one_of)
    }
}
