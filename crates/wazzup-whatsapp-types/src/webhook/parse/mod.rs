//! From the bytes of a body to its events.

mod change;
mod element;

use std::sync::Arc;

use serde::Deserialize;
use wazzup_wire::{NotJson, Timestamp, Walk};

use super::odd::{Part, Raw};
use super::{Change, EntryId, Event, ObjectKind};

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
