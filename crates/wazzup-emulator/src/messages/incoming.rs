//! A customer writes.

use serde_json::{Map, Value, json};

use super::content::kind_of_file;
use super::{is_taken, lane, new_id, wire};
use crate::fields::by_fields;
use crate::state::{ChatKey, Direction, Fate, StoredMessage, Switch, World, chat_type_of};

/// A message of a customer, to be received by [`Emulator::incoming`](crate::Emulator::incoming).
///
/// ```
/// use wazzup_emulator::Incoming;
///
/// let hello = Incoming::text("79990000000", "Hello!").channel("…").name("Ann");
/// let photo = Incoming::file("79990000000", "https://example.com/cat.jpg");
/// # let _ = (hello, photo);
/// ```
#[derive(Clone)]
pub struct Incoming {
    fields: Map<String, Value>,
}

impl Incoming {
    /// A text in a chat. Without [`channel`](Self::channel) and [`chat_type`](Self::chat_type) it
    /// comes through the first channel, which is WhatsApp unless that was changed.
    #[must_use]
    pub fn text(chat_id: impl AsRef<str>, text: impl Into<String>) -> Self {
        let mut fields = Map::new();
        fields.insert("chatId".to_owned(), chat_id.as_ref().into());
        fields.insert("text".to_owned(), text.into().into());
        Self { fields }
    }

    /// A file in a chat.
    #[must_use]
    pub fn file(chat_id: impl AsRef<str>, content_uri: impl Into<String>) -> Self {
        let mut fields = Map::new();
        fields.insert("chatId".to_owned(), chat_id.as_ref().into());
        fields.insert("contentUri".to_owned(), content_uri.into().into());
        Self { fields }
    }

    /// The channel it comes through.
    #[must_use]
    pub fn channel(self, channel_id: impl AsRef<str>) -> Self {
        self.field("channelId", channel_id.as_ref())
    }

    /// The type of the chat; otherwise that of a private chat on the channel.
    #[must_use]
    pub fn chat_type(self, chat_type: impl AsRef<str>) -> Self {
        self.field("chatType", chat_type.as_ref())
    }

    /// The customer's name.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.field("contact", json!({ "name": name }))
    }
}

by_fields! {
    /// Any other field of the webhook item, as it is. `messageId` is the message's id everywhere,
    /// and must not be taken.
    Incoming
}

/// What came of an incoming message.
pub(crate) struct Received {
    pub(crate) message_id: String,
    pub(crate) account: u64,
    pub(crate) chat_type: String,
    pub(crate) chat_id: String,
    pub(crate) name: String,
}

/// Takes a customer's message in. The error says what is wrong with the request, in words.
pub(crate) fn receive(
    world: &mut World,
    mut fields: Map<String, Value>,
    now: i64,
) -> Result<Received, String> {
    let mut take = |name: &str| match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(format!("{name} must be a string")),
    };
    let channel_id = take("channelId")?;
    let chat_type = take("chatType")?;
    let chat_id = take("chatId")?.ok_or("chatId is missing")?;
    if chat_id.is_empty() {
        return Err("chatId is empty".to_owned());
    }
    let message_id = take("messageId")?;
    let text = take("text")?;
    let content_uri = take("contentUri")?;
    let kind = take("type")?;
    let ref_message_id = take("refMessageId")?;
    if let Some(id) = &message_id {
        if id.is_empty() {
            return Err("messageId is empty".to_owned());
        }
        if is_taken(&world.accounts, id) {
            return Err("messageId is taken".to_owned());
        }
    }
    if text.is_none() && content_uri.is_none() && kind.is_none() {
        return Err("text or contentUri is missing".to_owned());
    }
    let contact = match fields.remove("contact") {
        None | Some(Value::Null) => json!({ "name": chat_id }),
        Some(Value::String(name)) => json!({ "name": name }),
        Some(contact @ Value::Object(_)) => contact,
        Some(_) => return Err("contact must be an object".to_owned()),
    };
    let (account_id, channel) = match &channel_id {
        Some(id) => {
            let account = world
                .account_with_channel(id)
                .ok_or("channelId is not known")?;
            let channel = world
                .account(account)
                .and_then(|account| account.channel(id));
            (account, channel)
        }
        None => {
            let account = world.account(world.main);
            let fits = |kind: &str| chat_type.as_deref().is_none_or(|wanted| wanted == kind);
            let channel = account.and_then(|account| {
                account.channels.iter().find(|channel| {
                    !channel.deleted && chat_type_of(&channel.transport).is_some_and(fits)
                })
            });
            (world.main, channel)
        }
    };
    let channel = channel.ok_or("there is no channel for this chatType")?;
    let chat_type = match chat_type {
        Some(chat_type) if channel.carries(&chat_type) => chat_type,
        Some(_) => return Err("chatType does not fit the channel".to_owned()),
        None => chat_type_of(&channel.transport)
            .unwrap_or("whatsapp")
            .to_owned(),
    };
    let file = content_uri.as_deref().map(kind_of_file);
    let message = StoredMessage {
        message_id: String::new(),
        account: account_id,
        channel_id: channel.id.clone(),
        transport: channel.transport.clone(),
        chat_type: chat_type.clone(),
        chat_id: chat_id.clone(),
        direction: Direction::Inbound,
        kind: kind.unwrap_or_else(|| file.unwrap_or("text").to_owned()),
        text,
        content_uri,
        status: "inbound",
        error: None,
        at: now,
        history: vec![("inbound", now)],
        crm_message_id: None,
        crm_user_id: None,
        ref_message_id,
        template_id: None,
        buttons: None,
        edited: false,
        deleted: false,
        author_name: None,
        contact: Some(contact.clone()),
        extra: fields,
        fate: Fate::Arrives,
    };
    // Only now that nothing can be refused any more: a refusal uses no id up.
    let message_id = message_id.unwrap_or_else(|| new_id(&mut world.ids, &world.accounts));
    let message = StoredMessage {
        message_id: message_id.clone(),
        ..message
    };
    let name = contact["name"].as_str().unwrap_or(&chat_id).to_owned();
    if let Some(account) = world.accounts.get_mut(&account_id) {
        let key = ChatKey {
            channel: message.channel_id.clone(),
            chat_type: chat_type.clone(),
            chat_id: chat_id.clone(),
        };
        let chat = account.chats.entry(key).or_default();
        chat.last_inbound = Some(now);
        chat.waiting_since.get_or_insert(now);
        chat.contact = Some(contact);
        account
            .messages
            .add(message_id.clone(), message.clone(), world.message_limit);
    }
    if world.wants(account_id, Switch::MessagesAndStatuses) {
        let quoted = wire::quoted(world, &message);
        let item = wire::message(&message, quoted, &world.knobs.dialect);
        let lane = lane(&message.channel_id, &chat_id);
        world.emit_item(account_id, lane, "messages", item, now);
    }
    Ok(Received {
        message_id,
        account: account_id,
        chat_type,
        chat_id,
        name,
    })
}
