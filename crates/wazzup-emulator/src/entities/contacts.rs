//! Contacts.

use serde_json::{Map, Value};

use super::{Checks, Refusal, bulk, no_twins};
use crate::http::Fail;
use crate::state::{GROUPS, TRANSPORTS, World};

pub(crate) const REFUSAL: Refusal = Refusal {
    code: "INVALID_CONTACTS_DATA",
    description: "One or more of provided contacts data are not valid.",
};

/// Creates and updates contacts: all or none.
pub(crate) fn upsert(world: &mut World, account: u64, body: &Value) -> Result<(), Fail> {
    let items = bulk(body, &world.knobs, &REFUSAL)?;
    let mut contacts = Vec::new();
    let mut bad = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match check(item) {
            Ok(contact) => contacts.push(contact),
            Err(fields) => bad.push((index, fields)),
        }
    }
    if !bad.is_empty() {
        return Err(REFUSAL.with(&bad));
    }
    no_twins(contacts.iter().map(|(id, _)| id.as_str()))?;
    if let Some(account) = world.accounts.get_mut(&account) {
        account.contacts.extend(contacts);
    }
    Ok(())
}

/// The contact as it is kept, with its id, or the names of its bad fields.
fn check(item: &Value) -> Result<(String, Value), Vec<&'static str>> {
    let mut checks = Checks::of(item);
    let mut kept = Map::new();
    let id = checks.text("id", 100);
    kept.insert("id".to_owned(), id.as_str().into());
    let responsible = checks.text("responsibleUserId", 100);
    kept.insert("responsibleUserId".to_owned(), responsible.into());
    kept.insert("name".to_owned(), checks.text("name", 200).into());
    let chats = checks.get("contactData").and_then(Value::as_array);
    match chats.and_then(|chats| chats.iter().map(chat).collect::<Option<Vec<Value>>>()) {
        Some(chats) if !chats.is_empty() => {
            kept.insert("contactData".to_owned(), chats.into());
        }
        _ => checks.fail("contactData"),
    }
    if let Some(uri) = checks.optional_text("uri", 200) {
        kept.insert("uri".to_owned(), uri.into());
    }
    let bad = checks.bad();
    if bad.is_empty() {
        Ok((id, kept.into()))
    } else {
        Err(bad)
    }
}

/// One of `contactData`, with the fields that are kept; `None` when it is wrong.
fn chat(item: &Value) -> Option<Value> {
    let item = item.as_object()?;
    let field = |name: &str| match item.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(text)) if !text.is_empty() => Some(Some(text.as_str())),
        Some(_) => None,
    };
    let chat_type = field("chatType")??;
    let (chat_id, username, phone) = (field("chatId")?, field("username")?, field("phone")?);
    let rules = is_chat_type(chat_type)
        && (chat_id.is_some() || username.is_some() || phone.is_some())
        && chat_id.is_none_or(|id| is_chat_id(chat_type, id))
        && username.is_none_or(|name| chat_type == "telegram" && !name.starts_with('@'))
        && phone.is_none_or(|phone| matches!(chat_type, "telegram" | "max") && digits(phone));
    if !rules {
        return None;
    }
    let mut kept = Map::new();
    for (name, value) in [
        ("chatType", Some(chat_type)),
        ("chatId", chat_id),
        ("username", username),
        ("phone", phone),
    ] {
        if let Some(value) = value {
            kept.insert(name.to_owned(), value.into());
        }
    }
    Some(kept.into())
}

/// Whether there are chats of this type.
pub(crate) fn is_chat_type(chat_type: &str) -> bool {
    let mut all = TRANSPORTS.iter().chain(&GROUPS);
    all.any(|(_, known)| *known == chat_type)
}

/// Whether `id` can be a chat of this type.
pub(crate) fn is_chat_id(chat_type: &str, id: &str) -> bool {
    match chat_type {
        "whatsapp" | "viber" => digits(id),
        "instagram" => !id.starts_with('@'),
        _ => true,
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Stores the answer to `createContact`, right or not quite; gives what is kept and what was wrong.
pub(crate) fn store_answer(
    world: &mut World,
    account: u64,
    entity: &Value,
) -> (Option<Value>, Vec<&'static str>) {
    let (contact, bad) = match check(entity) {
        Ok((_, contact)) => (contact, Vec::new()),
        Err(bad) => (entity.clone(), bad),
    };
    if let (Some(account), Some(id)) = (world.accounts.get_mut(&account), contact["id"].as_str()) {
        account.contacts.insert(id.to_owned(), contact.clone());
    }
    (Some(contact), bad)
}
