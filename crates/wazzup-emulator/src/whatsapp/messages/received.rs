//! A user writes.

use serde_json::{Map, Value, json};

use super::accept::new_id;
use super::recipient::number as digits;
use super::{attached, limits, tap, wire};
use crate::state::{Direction, World};
use crate::whatsapp::state::{Fate, StoredMessage, To};
use crate::whatsapp::webhooks;

/// Types of contents, for messages that do not name theirs.
const KINDS: [&str; 13] = [
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "interactive",
    "button",
    "order",
    "system",
];

/// What came of an incoming message.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) id: String,
    /// The number has blocked the user: the business never sees it.
    pub(crate) blocked: bool,
}

/// Takes a user's message in; `base` is the URL of the emulator. The error says what is wrong with
/// the request, in words.
pub(crate) fn receive(
    world: &mut World,
    mut fields: Map<String, Value>,
    now: i64,
    base: &str,
) -> Result<Received, String> {
    let control = Control::take(&mut fields)?;
    let graph = &world.whatsapp;
    let number = match &control.number {
        None => graph.main_number(),
        Some(id) => graph.number(id).ok_or("phoneNumberId is not known")?,
    };
    let (number_id, phone) = (number.id.clone(), number.phone);
    let from = match fields.remove("from") {
        Some(Value::String(from)) => digits(&from, phone).ok_or("from is not a phone number")?,
        Some(Value::Number(from)) => from.to_string(),
        Some(_) => return Err("from must be a string".to_owned()),
        None => {
            let id = fields.get("from_user_id").and_then(Value::as_str);
            let id = id.ok_or("from is missing")?;
            graph
                .users
                .number_of(id)
                .ok_or("from_user_id is not known")?
        }
    };
    if from == phone {
        return Err("from is the number itself".to_owned());
    }
    if let Some(tap) = fields.remove("tap") {
        fields.extend(tap::answer(graph, &tap)?);
    }
    if let Some(text @ Value::String(_)) = fields.get("text") {
        let body = text.clone();
        fields.insert("text".to_owned(), json!({ "body": body }));
    }
    let kind = match fields.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(_) => return Err("type must be a string".to_owned()),
        None => {
            let kind = KINDS.iter().find(|kind| fields.contains_key(**kind));
            (*kind.ok_or("type is missing, or text")?).to_owned()
        }
    };
    let id = match fields.get("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if id.is_empty() => return Err("id is empty".to_owned()),
        Some(Value::String(id)) => Some(id.clone()),
        Some(_) => return Err("id must be a string".to_owned()),
    };
    if id
        .as_ref()
        .is_some_and(|id| graph.messages.get(id).is_some())
    {
        return Err("id is taken".to_owned());
    }
    // Only now that nothing can be refused any more: a refusal uses no id up.
    let id = id.unwrap_or_else(|| new_id(world));
    control.apply(world, &from);
    fields.insert("id".to_owned(), id.as_str().into());
    fields.insert("type".to_owned(), kind.as_str().into());
    fields
        .entry("timestamp")
        .or_insert_with(|| wire::seconds(now).into());
    if let Some(file) = attached::of(&mut fields, &kind) {
        attached::keep(world, file, &kind, &number_id, now, base);
    }
    quote(world, &mut fields, &number_id);
    let dialect = world.knobs.whatsapp.dialect.clone();
    let system = kind == "system";
    let user = world.whatsapp.users.with_number(&from);
    if let Some(shown) = user.shown_wa_id() {
        fields.insert("from".to_owned(), shown.into());
    }
    if dialect.user_ids {
        let own = user.user_id.as_str();
        fields.entry("from_user_id").or_insert_with(|| own.into());
        if let Some(parent) = &user.parent_user_id {
            let parent = parent.as_str();
            fields
                .entry("from_parent_user_id")
                .or_insert_with(|| parent.into());
        }
    }
    let (contact, user_id) = (user.contact(&dialect), user.user_id.clone());
    if !system {
        user.wrote_at.insert(number_id.clone(), now);
    }
    let group_id = fields.get("group_id").and_then(Value::as_str);
    let message = StoredMessage {
        id: id.clone(),
        direction: Direction::Inbound,
        phone_number_id: number_id.clone(),
        wa_id: Some(from.clone()),
        user_id: Some(user_id),
        group_id: group_id.map(str::to_owned),
        kind,
        status: "received",
        error: None,
        at: now,
        history: vec![("received", now)],
        body: Value::Object(fields.clone()),
        tracker: None,
        category: "service",
        billable: false,
        typing_at: None,
        error_details: None,
        to: To::User(from.clone()),
        fate: Fate::Arrives,
    };
    let lane = message.lane();
    let graph = &mut world.whatsapp;
    let blocked = graph
        .number(&number_id)
        .is_some_and(|number| number.blocked.contains(&from));
    if !blocked {
        graph.messages.add(id.clone(), message, world.message_limit);
        limits::count(world, &number_id, now);
        let mut value = Map::new();
        if !system {
            value.insert("contacts".to_owned(), json!([contact]));
        }
        value.insert("messages".to_owned(), json!([fields.clone()]));
        let update = wire::change(&world.whatsapp, &number_id, lane, value);
        webhooks::emit(world, update);
    }
    if system {
        happened(world, &from, &fields);
    }
    Ok(Received { id, blocked })
}

/// Fields that are for the emulator and not for the webhook.
struct Control {
    number: Option<String>,
    name: Option<String>,
    username: Option<String>,
    user_id: Option<String>,
    parent_user_id: Option<String>,
}

impl Control {
    fn take(fields: &mut Map<String, Value>) -> Result<Self, String> {
        let mut text = |name: &str| match fields.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(format!("{name} must be a string")),
        };
        Ok(Self {
            number: text("phoneNumberId")?,
            name: text("name")?,
            username: text("username")?,
            user_id: text("userId")?,
            parent_user_id: text("parentUserId")?,
        })
    }

    fn apply(self, world: &mut World, from: &str) {
        let users = &mut world.whatsapp.users;
        let user = users.with_number(from);
        user.name = self.name.or(user.name.take());
        user.username = self.username.or(user.username.take());
        users.rename(
            from,
            self.user_id.as_deref(),
            self.parent_user_id.as_deref(),
        );
    }
}

/// A quoted message comes with whose it is.
fn quote(world: &World, fields: &mut Map<String, Value>, number: &str) {
    let Some(Value::Object(context)) = fields.get_mut("context") else {
        return;
    };
    let Some(id) = context.get("id").and_then(Value::as_str) else {
        return;
    };
    let graph = &world.whatsapp;
    let author = match graph.messages.get(id) {
        Some(message) if message.direction == Direction::Inbound => message.wa_id.clone(),
        _ => graph.number(number).map(|number| number.phone.to_owned()),
    };
    if let Some(author) = author {
        context.entry("from").or_insert_with(|| author.into());
    }
}

/// What a system message says has happened.
fn happened(world: &mut World, from: &str, fields: &Map<String, Value>) {
    let system = fields.get("system").unwrap_or(&Value::Null);
    match system["type"].as_str() {
        Some("user_changed_number" | "customer_changed_number") => {
            let new = [&system["wa_id"], &system["new_wa_id"]];
            if let Some(new) = new.iter().find_map(|new| new.as_str()) {
                world.whatsapp.users.move_to(from, new);
            }
        }
        Some("customer_identity_changed") => {
            let own = fields.get("identity").unwrap_or(&Value::Null);
            let hash = [&own["hash"], &system["identity"]["hash"]];
            if let Some(hash) = hash.iter().find_map(|hash| hash.as_str())
                && let Some(user) = world.whatsapp.users.get_mut(from)
            {
                hash.clone_into(&mut user.identity_hash);
            }
        }
        _ => {}
    }
}
