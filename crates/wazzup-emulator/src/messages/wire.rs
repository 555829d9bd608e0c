//! Messages and statuses as webhooks carry them.

use serde_json::{Map, Value, json};

use crate::clock::iso;
use crate::knobs::{Dialect, EditWebhook};
use crate::state::{Direction, StoredMessage, World};

/// What a message quotes, as its webhook shows it.
pub(super) fn quoted(world: &World, message: &StoredMessage) -> Option<Value> {
    // WABA accepts a quote and does not show it.
    if message.transport == "wapi" {
        return None;
    }
    let id = message.ref_message_id.as_deref()?;
    let account = world.account(message.account)?;
    account.messages.get(id).map(StoredMessage::quoted)
}

/// The item of `messages`.
pub(super) fn message(message: &StoredMessage, quoted: Option<Value>, dialect: &Dialect) -> Value {
    let echo = message.direction == Direction::Outbound;
    let mut item = Map::new();
    let mut put = |name: &str, value: Value| {
        item.insert(name.to_owned(), value);
    };
    put("messageId", message.message_id.as_str().into());
    put("chatType", message.chat_type.as_str().into());
    put("chatId", message.chat_id.as_str().into());
    put("isEcho", echo.into());
    if !dialect.sparse_messages {
        put("channelId", message.channel_id.as_str().into());
        put("dateTime", iso(message.at).into());
        put("type", message.kind.as_str().into());
        // The echo says `sent` whatever becomes of the message: statuses tell the rest.
        put("status", if echo { "sent" } else { "inbound" }.into());
    }
    if let Some(contact) = &message.contact {
        put("contact", contact.clone());
    }
    if let Some(text) = &message.text {
        put("text", text.as_str().into());
    }
    if let Some(uri) = &message.content_uri {
        put("contentUri", uri.as_str().into());
    }
    if let Some(quoted) = quoted {
        put("quotedMessage", quoted);
    }
    if echo {
        put("sentFromApp", false.into());
        if let Some(name) = &message.author_name {
            put("authorName", name.as_str().into());
        }
        if let Some(id) = &message.crm_user_id {
            put("authorId", author_id(id, dialect));
        }
    }
    for (name, value) in &message.extra {
        put(name, value.clone());
    }
    item.into()
}

fn author_id(id: &str, dialect: &Dialect) -> Value {
    match id.parse::<u64>() {
        Ok(number) if dialect.author_id_number => number.into(),
        _ => id.into(),
    }
}

/// The item of `statuses`.
pub(super) fn status(message: &StoredMessage, at: i64, dialect: &Dialect) -> Value {
    let mut item = Map::new();
    item.insert("messageId".to_owned(), message.message_id.as_str().into());
    if !dialect.statuses_without_timestamp {
        item.insert("timestamp".to_owned(), iso(at).into());
    }
    item.insert("status".to_owned(), message.status.into());
    if let Some(code) = message
        .error
        .as_deref()
        .filter(|_| message.status == "error")
    {
        item.insert("error".to_owned(), error(code));
    }
    if dialect.statuses_with_chat {
        item.insert("chatId".to_owned(), message.chat_id.as_str().into());
        item.insert("chatType".to_owned(), message.chat_type.as_str().into());
    }
    item.into()
}

/// A delivery error in our words; the codes are the service's.
fn error(code: &str) -> Value {
    let description = match code {
        "24_HOURS_EXCEEDED" => "More than 24 hours since the last message of the customer.",
        "7_DAYS_EXCEEDED" => "More than 7 days since the last message of the customer.",
        "BAD_CONTACT" => "There is no such account or number in the messenger.",
        "SPAM" => "The messenger takes the message for spam.",
        "TOO_LONG_TEXT" => "The text is too long for the messenger.",
        _ => "The message was not delivered.",
    };
    json!({ "error": code, "description": description })
}

/// The item of `messages` for an edited or deleted message, and what it was `before`.
pub(super) fn changed(message: &StoredMessage, before: &StoredMessage, dialect: &Dialect) -> Value {
    let mut item = match dialect.edit_webhook {
        EditWebhook::Full => self::message(message, None, dialect),
        EditWebhook::Sparse => json!({
            "messageId": message.message_id,
            "chatType": message.chat_type,
            "chatId": message.chat_id,
        }),
    };
    if dialect.edit_webhook == EditWebhook::Sparse {
        for (name, value) in [
            ("text", &message.text),
            ("contentUri", &message.content_uri),
        ] {
            if let Some(value) = value {
                item[name] = value.as_str().into();
            }
        }
    }
    item[if message.deleted {
        "isDeleted"
    } else {
        "isEdited"
    }] = true.into();
    let mut old = Map::new();
    if let Some(text) = &before.text {
        old.insert("oldText".to_owned(), text.as_str().into());
    }
    if let Some(id) = &before.crm_user_id {
        old.insert("oldAuthorId".to_owned(), author_id(id, dialect));
    }
    if let Some(name) = &before.author_name {
        old.insert("oldAuthorName".to_owned(), name.as_str().into());
    }
    item["oldInfo"] = old.into();
    item
}
