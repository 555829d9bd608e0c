//! `PATCH` and `DELETE /v3/message/{messageId}`.

use serde_json::Value;

use super::fields::is_url;
use super::{content, invalid, lane, wire};
use crate::entities::Checks;
use crate::http::{Caller, Credential, Fail};
use crate::state::{Direction, Fate, StoredMessage, Switch, World};

/// Replaces the text or the file of a message.
pub(crate) fn edit(
    world: &mut World,
    caller: Caller,
    id: &str,
    body: &Value,
    now: i64,
) -> Result<(), Fail> {
    if !body.is_object() {
        return Err(invalid(&[]));
    }
    let mut checks = Checks::of(body);
    let text = checks.optional_text("text", usize::MAX);
    let content_uri = checks.optional_text("contentUri", usize::MAX);
    if content_uri
        .as_ref()
        .is_some_and(|uri| !uri.is_empty() && !is_url(uri))
    {
        checks.fail("contentUri");
    }
    let author = checks
        .optional_text("crmUserId", usize::MAX)
        .filter(|_| caller.credential != Credential::Sidecar);
    let bad = checks.bad();
    if !bad.is_empty() {
        return Err(invalid(&bad));
    }
    match (&text, &content_uri) {
        (Some(_), Some(_)) => {
            return Err(Fail::bad(
                "MESSAGES_ONLY_TEXT_OR_CONTENT",
                "A message holds a text or a file, not both.",
            ));
        }
        (None, None) => {
            return Err(Fail::bad(
                "MESSAGE_NOTHING_TO_SEND",
                "There is nothing to send.",
            ));
        }
        (Some(text), None) if text.trim().is_empty() => {
            return Err(Fail::bad(
                "MESSAGES_TEXT_CAN_NOT_BE_BLANK",
                "The text is empty.",
            ));
        }
        (None, Some(uri)) if uri.is_empty() => {
            return Err(Fail::bad(
                "MESSAGES_CONTENT_CAN_NOT_BE_BLANK",
                "The file is missing.",
            ));
        }
        _ => {}
    }
    let stored = own(world, caller, id)?;
    let (texts, files) = match stored.transport.as_str() {
        "whatsapp" | "vk" | "telegram" => (true, false),
        "tgapi" | "max" | "maxbot" => (true, true),
        _ => (false, false),
    };
    if !texts {
        return Err(Fail::bad(
            "CHANNEL_INVALID_TRANSPORT_FOR_EDITING",
            "The messenger cannot edit messages.",
        ));
    }
    if content_uri.is_some() && !files {
        return Err(Fail::bad(
            "CHANNEL_INVALID_TRANSPORT_FOR_CONTENT_EDITING",
            "The messenger cannot replace files.",
        ));
    }
    if stored.buttons.is_some() {
        return Err(Fail::bad(
            "MESSAGES_CONTAIN_BUTTONS",
            "A message with buttons stays as it is.",
        ));
    }
    if let Some(text) = &text {
        content::limit(text, &stored.transport, false, &world.knobs.dialect)?;
    }
    if is_late(stored.at, now, world.knobs.chats.edit_window_ms) {
        return Err(Fail::bad(
            "MESSAGES_EDITING_TIME_EXPIRED",
            "It is too late to edit.",
        ));
    }
    let name = author.as_ref().and_then(|author| {
        let account = world.account(caller.account)?;
        Some(account.users.get(author)?.name.clone())
    });
    change(
        world,
        caller,
        id,
        |stored| {
            stored.edited = true;
            if let Some(uri) = content_uri {
                stored.kind = content::kind_of_file(&uri).to_owned();
                stored.content_uri = Some(uri);
                stored.text = None;
            } else {
                stored.text = text;
            }
            if author.is_some() {
                stored.crm_user_id = author;
                stored.author_name = name;
            }
        },
        now,
    );
    Ok(())
}

/// Deletes a message.
pub(crate) fn delete(world: &mut World, caller: Caller, id: &str, now: i64) -> Result<(), Fail> {
    let stored = own(world, caller, id)?;
    if matches!(stored.transport.as_str(), "wapi" | "viber" | "avito") {
        return Err(Fail::bad(
            "CHANNEL_INVALID_TRANSPORT_FOR_DELETION",
            "The messenger cannot delete messages.",
        ));
    }
    if is_late(stored.at, now, world.knobs.chats.delete_window_ms) {
        return Err(Fail::bad(
            "MESSAGES_DELETION_TIME_EXPIRED",
            "It is too late to delete.",
        ));
    }
    change(world, caller, id, |stored| stored.deleted = true, now);
    Ok(())
}

/// The message, if it is one that was sent and is still there.
fn own<'a>(world: &'a World, caller: Caller, id: &str) -> Result<&'a StoredMessage, Fail> {
    world
        .account(caller.account)
        .and_then(|account| account.messages.get(id))
        .filter(|stored| stored.direction == Direction::Outbound && !stored.deleted)
        .ok_or_else(|| Fail::bad("MESSAGES_NOT_FOUND", "The message is not known."))
}

fn is_late(sent: i64, now: i64, window: u64) -> bool {
    now.saturating_sub(sent) > i64::try_from(window).unwrap_or(i64::MAX)
}

/// Changes the message and tells so.
fn change(
    world: &mut World,
    caller: Caller,
    id: &str,
    change: impl FnOnce(&mut StoredMessage),
    now: i64,
) {
    let Some(stored) = world
        .accounts
        .get_mut(&caller.account)
        .and_then(|account| account.messages.get_mut(id))
    else {
        return;
    };
    let before = stored.clone();
    change(stored);
    let stored = stored.clone();
    // Of a message that vanished nothing is told, its changes included.
    if stored.fate != Fate::Vanishes && world.wants(caller.account, Switch::MessagesAndStatuses) {
        let item = wire::changed(&stored, &before, &world.knobs.dialect);
        let lane = lane(&stored.channel_id, &stored.chat_id);
        world.emit_item(caller.account, lane, "messages", item, now);
    }
}
