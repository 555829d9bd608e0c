//! From the bytes of a body to its events.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use wazzup_wire::{NotJson, RawJson, Received, Timestamp, Unread, Walk};

use super::call::{Call, CallEvent};
use super::field::{Shape, Whole};
use super::message::{Kind, OfMessage, OfOutgoing};
use super::odd::{List, Malformed, Part, Raw};
use super::sender::Contacts;
use super::{
    CallStatus, Change, Contact, EntryId, Event, Field, Message, MessageStatus, Metadata,
    ObjectKind, OutgoingMessage, PreferenceCategory, Update, UserMarketingPreferences,
    WebhookError,
};

/// The body of a delivery, read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Webhook {
    /// What kind of object it is about: a WhatsApp Business Account.
    pub object: Option<ObjectKind>,
    /// What is in it, in the order of the wire. Empty for a body such as `{}`.
    pub events: Vec<Event>,
}

impl IntoIterator for Webhook {
    type Item = Event;
    type IntoIter = std::vec::IntoIter<Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.events.into_iter()
    }
}

impl<'a> IntoIterator for &'a Webhook {
    type Item = &'a Event;
    type IntoIter = std::slice::Iter<'a, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.events.iter()
    }
}

/// Reads the body of a delivery.
///
/// * Every element of every list in every change of every entry is an event of its own, read on its
///   own: a bad one becomes [`Event::Malformed`] with its JSON, its siblings are not affected. Inside
///   an element, a field or list item of a wrong shape is left out, if the model can do without it,
///   and is named by [`Event::unknown`].
/// * What stands around the elements may come before or behind them.
/// * What has no model becomes [`Event::Raw`]: a change of another field, what a value has beside
///   known lists, a change without any element. Nothing is left out but `null`.
/// * A list may be given as its only item, a single item as a list. `null` is the same as absent.
/// * Bytes that are no UTF-8 and escapes that are half a character become U+FFFD.
///
/// See [Meta on webhooks](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview).
///
/// # Errors
///
/// [`NotJson`] if the bytes are no JSON. Nothing else is an error.
pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Webhook, NotJson> {
    let text = Walk::text_of(bytes.as_ref());
    let mut walk = Walk::new(&text);
    let mut reader = Reader::default();
    reader.body(&mut walk)?;
    walk.end()?;
    Ok(reader.webhook)
}

#[derive(Default)]
struct Reader {
    webhook: Webhook,
}

/// What is known of an entry.
#[derive(Default)]
struct Entry {
    id: Option<EntryId>,
    time: Option<Timestamp>,
    /// Its last change: the first took what was known, so that the common delivery copies nothing.
    last: Option<Arc<Change>>,
}

impl Entry {
    /// A change of this entry.
    fn change(&mut self) -> Change {
        let (entry_id, entry_time) = match &self.last {
            None => (self.id.take(), self.time.take()),
            Some(last) => (last.entry_id.clone(), last.entry_time.clone()),
        };
        Change {
            entry_id,
            entry_time,
            ..Change::default()
        }
    }

    /// Adds what came behind a change to it.
    fn complete(&self, change: &mut Change) {
        if self.id.is_some() {
            change.entry_id.clone_from(&self.id);
        }
        if self.time.is_some() {
            change.entry_time.clone_from(&self.time);
        }
    }
}

/// What is known of the value of a change, beside its elements.
#[derive(Default)]
struct Value {
    raw: Option<RawJson>,
    metadata: Option<Received<Metadata>>,
    contacts: Vec<Received<Contact>>,
    errors: Vec<Received<WebhookError>>,
    /// Paths of what is not known, or of what has a wrong shape.
    unknown: Vec<String>,
    /// Whether its only element is itself, and was already read.
    whole: bool,
}

impl Reader {
    fn push(&mut self, event: Event) {
        self.webhook.events.push(event);
    }

    fn count(&self) -> usize {
        self.webhook.events.len()
    }

    fn body(&mut self, walk: &mut Walk<'_>) -> Result<(), NotJson> {
        if walk.peek() != Some(b'{') {
            return self.no_object(walk, Part::Body);
        }
        let start = walk.position();
        let mut unknown = Vec::new();
        walk.members(|walk, key| {
            match key {
                "object" => self.webhook.object = scalar(walk)?,
                "entry" => walk.items(|walk, _| self.entry(walk))?,
                _ => unknown.extend(skipped(walk, key)?),
            }
            Ok(())
        })?;
        if !unknown.is_empty() {
            self.push(Event::Raw(Raw::new(Part::Body, walk.since(start), unknown)));
        }
        Ok(())
    }

    /// What should be an object and is none.
    fn no_object(&mut self, walk: &mut Walk<'_>, part: Part) -> Result<(), NotJson> {
        let raw = walk.skip()?;
        self.push(Event::Raw(Raw::new(part, raw, vec![".".to_owned()])));
        Ok(())
    }

    fn entry(&mut self, walk: &mut Walk<'_>) -> Result<(), NotJson> {
        if walk.peek() != Some(b'{') {
            return self.no_object(walk, Part::Entry);
        }
        let (start, first) = (walk.position(), self.count());
        let mut entry = Entry::default();
        // Whether something of it came behind changes, which then lack it.
        let mut late = false;
        let mut unknown = Vec::new();
        walk.members(|walk, key| {
            match key {
                "id" => {
                    entry.id = scalar(walk)?;
                    late |= self.count() > first;
                }
                "time" => {
                    entry.time = scalar(walk)?;
                    late |= self.count() > first;
                }
                "changes" => walk.items(|walk, _| self.change(walk, &mut entry))?,
                _ => unknown.extend(skipped(walk, key)?),
            }
            Ok(())
        })?;
        if late {
            self.add_entry(first, &entry);
        }
        if !unknown.is_empty() || self.count() == first {
            let mut raw = Raw::new(Part::Entry, walk.since(start), unknown);
            let mut change = entry.change();
            entry.complete(&mut change);
            raw.change = Some(Arc::new(change));
            self.push(Event::Raw(raw));
        }
        Ok(())
    }

    /// Puts what is known of the entry into the changes of all events from `first` on.
    #[cold]
    fn add_entry(&mut self, first: usize, entry: &Entry) {
        let mut last: Option<(Arc<Change>, Arc<Change>)> = None;
        for event in &mut self.webhook.events[first..] {
            let Some(change) = event.change_mut() else {
                continue;
            };
            if let Some((old, new)) = &last
                && Arc::ptr_eq(old, change)
            {
                *change = Arc::clone(new);
                continue;
            }
            let mut new = Change::clone(change);
            entry.complete(&mut new);
            let new = Arc::new(new);
            let old = std::mem::replace(change, Arc::clone(&new));
            last = Some((old, new));
        }
    }

    fn change(&mut self, walk: &mut Walk<'_>, entry: &mut Entry) -> Result<(), NotJson> {
        let first = self.count();
        let mut field: Option<Field> = None;
        let mut value = Value::default();
        if walk.peek() == Some(b'{') {
            let start = walk.position();
            let mut unknown = Vec::new();
            walk.members(|walk, key| {
                match key {
                    "field" => field = scalar(walk)?,
                    // A second one is not to be told from the first any more.
                    "value" if value.raw.is_none() => {
                        value = self.value(walk, field.as_ref())?;
                    }
                    _ => unknown.extend(skipped(walk, key)?),
                }
                Ok(())
            })?;
            self.settle(first, field.as_ref(), &mut value);
            if !unknown.is_empty() || self.count() == first {
                let raw = walk.since(start);
                self.push(Event::Raw(Raw::new(Part::Change, raw, unknown)));
            }
        } else {
            self.no_object(walk, Part::Change)?;
        }
        let change = Arc::new(Change {
            field,
            metadata: value.metadata,
            contacts: value.contacts,
            errors: value.errors,
            ..entry.change()
        });
        let events = &mut self.webhook.events[first..];
        let contacts = Contacts::new(&change.contacts, events.len());
        for event in events {
            event.attach(&change, &contacts);
        }
        entry.last = Some(change);
        Ok(())
    }

    /// Reads a value: as what it is, if the field is known by now, else as what it seems to be.
    fn value(&mut self, walk: &mut Walk<'_>, field: Option<&Field>) -> Result<Value, NotJson> {
        let mut value = Value::default();
        let shape = field.map_or(Shape::Lists, Field::shape);
        if let Shape::Whole(whole) = shape {
            walk.peek();
            let start = walk.position();
            let event = whole.read(walk)?;
            self.push(event);
            value.whole = true;
            value.raw = Some(walk.since(start));
            return Ok(value);
        }
        if walk.peek() != Some(b'{') {
            let raw = walk.skip()?;
            if !raw.is_null() {
                value.unknown.push(".".to_owned());
                value.raw = Some(raw);
            }
            return Ok(value);
        }
        let start = walk.position();
        let is_call = field == Some(&Field::Calls);
        walk.members(|walk, key| {
            match key {
                "messaging_product" => drop(walk.skip()?),
                "metadata" => match walk.element()? {
                    Ok(metadata) => value.metadata = Some(metadata),
                    Err(unread) => value.odd(key, None, &unread.raw),
                },
                "contacts" => walk.items(|walk, index| {
                    match walk.element()? {
                        Ok(contact) => value.contacts.push(contact),
                        Err(unread) => value.odd(key, index, &unread.raw),
                    }
                    Ok(())
                })?,
                "errors" => walk.items(|walk, index| {
                    match walk.element()? {
                        Ok(error) => value.errors.push(error),
                        Err(unread) => value.odd(key, index, &unread.raw),
                    }
                    Ok(())
                })?,
                _ => match List::of(key) {
                    Some(list) if shape == Shape::Lists => {
                        walk.items(|walk, index| self.element(walk, list, index, is_call))?;
                    }
                    _ => value.unknown.extend(skipped(walk, key)?),
                },
            }
            Ok(())
        })?;
        value.raw = Some(walk.since(start));
        Ok(value)
    }

    /// Makes the events what they are, once the field is known.
    fn settle(&mut self, first: usize, field: Option<&Field>, value: &mut Value) {
        let Some(raw) = value.raw.take() else {
            return;
        };
        let mut unknown = std::mem::take(&mut value.unknown);
        match field.map(Field::shape) {
            Some(Shape::Whole(_)) if value.whole => return,
            Some(Shape::Whole(whole)) => {
                self.webhook.events.truncate(first);
                self.push(whole.reread(raw));
                return;
            }
            Some(Shape::Raw) => {
                self.webhook.events.truncate(first);
                let listed = field.is_some_and(Field::is_listed);
                unknown = if listed {
                    Vec::new()
                } else {
                    vec!["field".to_owned()]
                };
            }
            Some(Shape::Lists) | None => {
                if field == Some(&Field::Calls) {
                    for event in &mut self.webhook.events[first..] {
                        as_call_status(event);
                    }
                }
                if unknown.is_empty() {
                    if self.count() > first {
                        return;
                    }
                    if value.errors.is_empty() {
                        unknown.push(".".to_owned());
                    }
                }
            }
        }
        self.push(Event::Raw(Raw::new(Part::Value, raw, unknown)));
    }

    fn element(
        &mut self,
        walk: &mut Walk<'_>,
        list: List,
        index: Option<usize>,
        is_call: bool,
    ) -> Result<(), NotJson> {
        let part = Part::Element(list);
        let malformed = |name, unread| Event::Malformed(Malformed::new(name, part, index, unread));
        let event = match list {
            List::Messages => match walk.element::<Message>()? {
                Ok(received) => message(received, index),
                Err(unread) => malformed(Kind::of_unread(&unread.raw).name(), unread),
            },
            List::Statuses if is_call => match walk.element::<CallStatus>()? {
                Ok(received) => Event::CallStatus(Update::new(received)),
                Err(unread) => malformed("call_status", unread),
            },
            List::Statuses => match walk.element::<MessageStatus>()? {
                Ok(received) if received.is_group() => {
                    Event::GroupMessageStatus(Update::new(received))
                }
                Ok(received) => Event::MessageStatus(Update::new(received)),
                Err(unread) => malformed("message_status", unread),
            },
            List::Calls => match walk.element::<Call>()? {
                Ok(received) => call(received),
                Err(unread) => malformed("call_connect", unread),
            },
            List::UserPreferences => match walk.element::<UserMarketingPreferences>()? {
                Ok(received)
                    if received.category == Some(PreferenceCategory::MarketingMessages) =>
                {
                    Event::UserMarketingPreferences(Update::new(received))
                }
                Ok(received) => Event::Raw(Raw::new(part, received.raw().clone(), Vec::new())),
                Err(unread) => malformed("user_marketing_preferences", unread),
            },
            List::MessageEchoes => match walk.element::<OutgoingMessage>()? {
                Ok(received) => outgoing(received, index),
                Err(unread) => {
                    let kind = Kind::of_unread_outgoing(&unread.raw);
                    malformed(kind.outgoing_name(), unread)
                }
            },
        };
        self.push(event);
        Ok(())
    }
}

impl Value {
    /// What has a wrong shape; `null` is nothing.
    #[cold]
    fn odd(&mut self, key: &str, index: Option<usize>, raw: &RawJson) {
        if raw.is_null() {
            return;
        }
        self.unknown.push(match index {
            Some(index) => format!("{key}[{index}]"),
            None => key.to_owned(),
        });
    }
}

impl Whole {
    /// Reads the value where it stands.
    fn read(self, walk: &mut Walk<'_>) -> Result<Event, NotJson> {
        Ok(match self {
            Self::TemplateStatus => self.event(walk.element()?, Event::TemplateStatusUpdate),
            Self::TemplateCategory => self.event(walk.element()?, Event::TemplateCategoryUpdate),
            Self::TemplateQuality => self.event(walk.element()?, Event::TemplateQualityUpdate),
            Self::TemplateComponents => {
                self.event(walk.element()?, Event::TemplateComponentsUpdate)
            }
            Self::Account => self.event(walk.element()?, Event::AccountUpdate),
        })
    }

    /// Reads a value that was gone past before its field was known.
    fn reread(self, raw: RawJson) -> Event {
        match self {
            Self::TemplateStatus => self.event(reread(raw), Event::TemplateStatusUpdate),
            Self::TemplateCategory => self.event(reread(raw), Event::TemplateCategoryUpdate),
            Self::TemplateQuality => self.event(reread(raw), Event::TemplateQualityUpdate),
            Self::TemplateComponents => self.event(reread(raw), Event::TemplateComponentsUpdate),
            Self::Account => self.event(reread(raw), Event::AccountUpdate),
        }
    }

    fn event<T>(self, read: Result<Received<T>, Unread>, event: fn(Update<T>) -> Event) -> Event {
        match read {
            Ok(received) => event(Update::new(received)),
            Err(unread) => Event::Malformed(Malformed::new(self.name(), Part::Value, None, unread)),
        }
    }
}

/// Reads JSON once more, as something else.
fn reread<T: DeserializeOwned + Clone>(raw: RawJson) -> Result<Received<T>, Unread> {
    if raw.as_str().starts_with('{')
        && let Ok(data) = raw.parse()
    {
        return Ok(Received::new(data, raw));
    }
    // A walk goes from the start of a text, so the repairs need a copy.
    let text = Arc::from(raw.as_str());
    let read = Walk::new(&text).element::<T>();
    let received = read.expect("it was gone past as JSON")?;
    Ok(Received::new(received.into_parts().0, raw))
}

/// A status turned out to be that of a call.
fn as_call_status(event: &mut Event) {
    match event {
        Event::MessageStatus(status) | Event::GroupMessageStatus(status) => {
            *event = match reread(status.raw().clone()) {
                Ok(received) => Event::CallStatus(Update::new(received)),
                Err(unread) => {
                    let part = Part::Element(List::Statuses);
                    Event::Malformed(Malformed::new("call_status", part, None, unread))
                }
            };
        }
        Event::Malformed(malformed) if malformed.part == Part::Element(List::Statuses) => {
            malformed.name = "call_status";
        }
        _ => {}
    }
}

/// Tells a message apart.
#[inline]
fn message(received: Received<Message>, index: Option<usize>) -> Event {
    match Kind::of(&received) {
        Kind::Message => Event::Message(Update::new(received)),
        kind => other_message(kind, received, index),
    }
}

fn other_message(kind: Kind, received: Received<Message>, index: Option<usize>) -> Event {
    match kind {
        Kind::Message => Event::Message(Update::new(received)),
        Kind::Press | Kind::TemplatePress => of(kind, received, index, Event::CallbackButton),
        Kind::Selection => of(kind, received, index, Event::CallbackSelection),
        Kind::CallPermission => of(kind, received, index, Event::CallPermissionUpdate),
        Kind::FlowCompletion => of(kind, received, index, Event::FlowCompletion),
        Kind::OtherForm => no_model(List::Messages, received.raw().clone()),
        Kind::NumberChange => of(kind, received, index, Event::PhoneNumberChange),
        Kind::IdentityChange => of(kind, received, index, Event::IdentityChange),
        Kind::ChatOpened => of(kind, received, index, Event::ChatOpened),
        Kind::Edited => of(kind, received, index, Event::EditedMessage),
        Kind::Deleted => of(kind, received, index, Event::DeletedMessage),
    }
}

fn of<T: OfMessage>(
    kind: Kind,
    received: Received<Message>,
    index: Option<usize>,
    event: fn(Update<T>) -> Event,
) -> Event {
    let (message, raw) = received.into_parts();
    match T::of(message) {
        Some(data) => event(Update::new(Received::new(data, raw))),
        None => lacking(kind, kind.name(), List::Messages, index, raw),
    }
}

/// Tells an echo apart.
fn outgoing(received: Received<OutgoingMessage>, index: Option<usize>) -> Event {
    match Kind::of_outgoing(&received) {
        Kind::Edited => of_outgoing(Kind::Edited, received, index, Event::OutgoingEditedMessage),
        Kind::Deleted => of_outgoing(
            Kind::Deleted,
            received,
            index,
            Event::OutgoingDeletedMessage,
        ),
        _ => Event::OutgoingMessage(Update::new(received)),
    }
}

fn of_outgoing<T: OfOutgoing>(
    kind: Kind,
    received: Received<OutgoingMessage>,
    index: Option<usize>,
    event: fn(Update<T>) -> Event,
) -> Event {
    let (message, raw) = received.into_parts();
    match T::of(message) {
        Some(data) => event(Update::new(Received::new(data, raw))),
        None => lacking(kind, kind.outgoing_name(), List::MessageEchoes, index, raw),
    }
}

/// An element without what its kind cannot do without.
#[cold]
fn lacking(
    kind: Kind,
    name: &'static str,
    list: List,
    index: Option<usize>,
    raw: RawJson,
) -> Event {
    match kind.lack(&raw) {
        Some(error) => {
            let unread = Malformed {
                name,
                part: Part::Element(list),
                index,
                raw,
                error,
                change: None,
            };
            Event::Malformed(unread)
        }
        None => no_model(list, raw),
    }
}

fn no_model(list: List, raw: RawJson) -> Event {
    Event::Raw(Raw::new(Part::Element(list), raw, Vec::new()))
}

/// Tells a call apart.
fn call(received: Received<Call>) -> Event {
    match received.event {
        Some(CallEvent::Connect) => Event::CallConnect(Update::new(received.map(Into::into))),
        Some(CallEvent::Terminate) => Event::CallTerminate(Update::new(received.map(Into::into))),
        _ => no_model(List::Calls, received.raw().clone()),
    }
}

/// Reads an id, a word or a time; what is none of these is nothing.
fn scalar<T: for<'de> Deserialize<'de>>(walk: &mut Walk<'_>) -> Result<Option<T>, NotJson> {
    Ok(walk.skip()?.parse().ok())
}

/// Goes past a member that is not known; its key, unless it is `null`.
fn skipped(walk: &mut Walk<'_>, key: &str) -> Result<Option<String>, NotJson> {
    let raw = walk.skip()?;
    Ok((!raw.is_null()).then(|| key.to_owned()))
}
