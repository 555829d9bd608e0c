//! `POST /v3/message`. Order: fields → channel known → its state → transport → crmMessageId → content.

use serde_json::{Value, json};

use super::content::{self, Content};
use super::fields::{Fields, fields};
use super::{invalid, new_id};
use crate::http::{Caller, Credential, Fail};
use crate::ids::digest;
use crate::knobs::{BlockedChannels, RepeatedCode};
use crate::state::{Channel, Chat, ChatKey, Direction, Fate, Stage, Step, StoredMessage, World};

/// Accepts a message; gives its id and that of its chat.
pub(crate) fn send(
    world: &mut World,
    caller: Caller,
    body: &Value,
    now: i64,
) -> Result<(String, String), Fail> {
    let fields = fields(body)?;
    let Some(account) = world.accounts.get(&caller.account) else {
        return Err(Fail::bare(http::StatusCode::UNAUTHORIZED));
    };
    let Some(channel) = account.channel(&fields.channel_id) else {
        return Err(Fail::bad(
            "CHANNEL_NOT_FOUND",
            "The channel is not in this integration.",
        )
        .data(json!({ "channelId": fields.channel_id })));
    };
    let swallowed = !channel.is_active();
    if swallowed && world.knobs.dialect.blocked_channels == BlockedChannels::Reject {
        return Err(off(channel));
    }
    fits(channel, &fields)?;
    if let Some(id) = &fields.crm_message_id
        && account.crm_message_ids.is_known(id, now)
    {
        let code = match world.knobs.dialect.repeated_code {
            RepeatedCode::Upper => "REPEATED_CRM_MESSAGE_ID",
            RepeatedCode::Camel => "repeatedCrmMessageId",
        };
        return Err(
            Fail::bad(code, "A message with this crmMessageId was sent lately.")
                .data(json!({ "crmMessageId": id })),
        );
    }
    let content = content::check(&fields.draft, channel, account, &world.knobs.dialect)?;
    let chat_id = chat_id(world.ids.seed(), &fields);
    let key = ChatKey {
        channel: channel.id.clone(),
        chat_type: fields.chat_type.clone(),
        chat_id: chat_id.clone(),
    };
    let chat = account.chats.get(&key);
    let last_inbound = chat.and_then(|chat| chat.last_inbound);
    if world.knobs.chats.inbox_tariff && last_inbound.is_none() {
        return Err(Fail::bad(
            "MESSAGES_NOT_TEXT_FIRST",
            "The tariff does not allow to write first.",
        ));
    }
    let fate = if swallowed {
        Fate::Vanishes
    } else {
        fate(world, channel, chat, &fields, &content, &chat_id, now)
    };
    let vanishes = fate == Fate::Vanishes;
    let transport = channel.transport.clone();
    let author = fields
        .crm_user_id
        .filter(|_| caller.credential != Credential::Sidecar);
    let author_name = author
        .as_ref()
        .and_then(|id| account.users.get(id))
        .map(|user| user.name.clone());

    let message_id = new_id(&mut world.ids, &world.accounts);
    let message = StoredMessage {
        message_id: message_id.clone(),
        account: caller.account,
        channel_id: key.channel.clone(),
        transport,
        chat_type: fields.chat_type,
        chat_id: chat_id.clone(),
        direction: Direction::Outbound,
        kind: content.kind.to_owned(),
        text: content.text,
        content_uri: content.content_uri,
        status: "accepted",
        error: None,
        at: now,
        history: vec![("accepted", now)],
        crm_message_id: fields.crm_message_id,
        crm_user_id: author,
        ref_message_id: content.ref_message_id,
        template_id: content.template_id,
        buttons: content.buttons,
        edited: false,
        deleted: false,
        author_name,
        contact: chat.and_then(|chat| chat.contact.clone()),
        extra: serde_json::Map::new(),
        fate,
    };
    let remember_ms = i64::try_from(world.knobs.chats.crm_message_id_ms).unwrap_or(i64::MAX);
    if let Some(account) = world.accounts.get_mut(&caller.account) {
        if let Some(id) = &message.crm_message_id {
            account
                .crm_message_ids
                .remember(id, now, now.saturating_add(remember_ms));
        }
        if let Some(chat) = account.chats.get_mut(&key) {
            if fields.clear_unanswered {
                chat.waiting_since = None;
            }
        } else if fields.chat_id.is_none() {
            // The send taught the id: from now on the chat is known.
            account.chats.insert(key, Chat::default());
        }
        account
            .messages
            .add(message_id.clone(), message, world.message_limit);
    }
    let lifecycle = &world.knobs.lifecycle;
    let first = match (lifecycle.echo_ms, lifecycle.sent_ms) {
        // No echo either: the messenger never saw it.
        _ if vanishes => None,
        (Some(echo), _) => Some((echo, Stage::Echo)),
        (None, Some(sent)) => Some((sent, Stage::Sent)),
        (None, None) => None,
    };
    if let Some((after, stage)) = first {
        let at = now.saturating_add(i64::try_from(after).unwrap_or(i64::MAX));
        let step = Step::Message {
            account: caller.account,
            message: message_id.clone(),
            stage,
        };
        world.schedule.plan(at, step);
    }
    Ok((message_id, chat_id))
}

/// Why nothing can be sent through a channel that is off.
fn off(channel: &Channel) -> Fail {
    let (code, description) = match channel.state.to_ascii_lowercase().as_str() {
        "notenoughmoney" => ("CHANNEL_NO_MONEY", "The channel is not paid."),
        "phoneunavailable" => ("MESSAGE_CHANNEL_UNAVAILABLE", "The phone is not available."),
        "init" => (
            "MESSAGE_CHANNEL_UNAVAILABLE",
            "The channel is starting, wait a minute.",
        ),
        "rejected" => ("CHANNEL_WAPI_REJECTED", "The WABA channel is blocked."),
        _ => ("CHANNEL_BLOCKED", "The channel is off."),
    };
    Fail::bad(code, description).data(json!({ "channelId": channel.id }))
}

/// Whether the chat can live on the channel.
fn fits(channel: &Channel, fields: &Fields) -> Result<(), Fail> {
    if !channel.carries(&fields.chat_type) {
        return Err(
            Fail::bad("WRONG_TRANSPORT", "The chat type does not fit the channel.").data(json!({
                "channelId": channel.id,
                "transport": channel.transport,
                "chatType": fields.chat_type,
            })),
        );
    }
    if fields.chat_id.is_some() {
        return Ok(());
    }
    if fields.username.is_some() && channel.transport != "tgapi" {
        return Err(invalid(&["username"]));
    }
    if fields.phone.is_some() && !matches!(channel.transport.as_str(), "tgapi" | "max") {
        return Err(invalid(&["phone"]));
    }
    Ok(())
}

/// The chat given, or the id that the messenger has for a phone or user name.
fn chat_id(seed: u64, fields: &Fields) -> String {
    fields.chat_id.clone().unwrap_or_else(|| {
        let source = fields
            .phone
            .as_deref()
            .or(fields.username.as_deref())
            .unwrap_or_default();
        (1_000_000_000 + digest(seed, source) % 9_000_000_000).to_string()
    })
}

/// What will become of the message.
fn fate(
    world: &World,
    channel: &Channel,
    chat: Option<&Chat>,
    fields: &Fields,
    content: &Content,
    chat_id: &str,
    now: i64,
) -> Fate {
    let rules = &world.knobs.chats;
    if let Some(code) = chat.and_then(|chat| chat.broken.clone()) {
        return Fate::Fails(code);
    }
    let last_inbound = chat.and_then(|chat| chat.last_inbound);
    let within = |window: u64| {
        let window = i64::try_from(window).unwrap_or(i64::MAX);
        last_inbound.is_some_and(|last| now.saturating_sub(last) <= window)
    };
    match channel.transport.as_str() {
        "wapi" if content.template_id.is_none() && !within(rules.waba_window_ms) => {
            Fate::Fails("24_HOURS_EXCEEDED".to_owned())
        }
        "instagram" if !within(rules.instagram_window_ms) => {
            Fate::Fails("7_DAYS_EXCEEDED".to_owned())
        }
        "whatsapp" if rules.lose_short_numbers && chat_id.len() == 10 => Fate::Vanishes,
        "tgapi" | "telegram" | "max" | "maxbot" | "vk" | "avito"
            if rules.known_chats_only && chat.is_none() && fields.chat_id.is_some() =>
        {
            Fate::Fails("BAD_CONTACT".to_owned())
        }
        _ => Fate::Arrives,
    }
}
