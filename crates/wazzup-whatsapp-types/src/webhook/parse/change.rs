//! Reading a change: its value, and what the events in it are once the field is known.

use std::sync::Arc;

use wazzup_wire::{NotJson, RawJson, Received, Walk};

use super::element::{as_call_status, element};
use super::{Entry, Reader, scalar, skipped};
use crate::webhook::field::Shape;
use crate::webhook::odd::{List, Part, Raw};
use crate::webhook::sender::Contacts;
use crate::webhook::{Change, Contact, Event, Field, Metadata, WebhookError};

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
    pub(super) fn change(&mut self, walk: &mut Walk<'_>, entry: &mut Entry) -> Result<(), NotJson> {
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
                        walk.items(|walk, index| {
                            let event = element(walk, list, index, is_call)?;
                            self.push(event);
                            Ok(())
                        })?;
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
