//! From the bytes of a body to its events.

use serde::de::DeserializeOwned;
use wazzup_wire::{NotJson, Received, Walk};

use super::{Event, MalformedEvent, UnknownEvent};

/// A webhook body, read.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Webhook {
    /// What is in it, in the order of the wire. Empty for a body such as `{}`.
    pub events: Vec<Event>,
}

impl Webhook {
    /// Whether the body was the probe `{"test": true}`.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.events
            .iter()
            .any(|event| matches!(event, Event::Test(_)))
    }
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

/// A kind of events, as a key of the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Messages,
    Statuses,
    CreateContact,
    CreateDeal,
    ChannelsUpdates,
    TemplateStatus,
    Test,
}

impl Key {
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "messages" => Self::Messages,
            "statuses" => Self::Statuses,
            "createContact" => Self::CreateContact,
            "createDeal" => Self::CreateDeal,
            "channelsUpdates" => Self::ChannelsUpdates,
            "templateStatus" => Self::TemplateStatus,
            "test" => Self::Test,
            _ => return None,
        })
    }

    pub(super) fn event(self) -> &'static str {
        match self {
            Self::Messages => "message",
            Self::Statuses => "status",
            Self::CreateContact => "create_contact",
            Self::CreateDeal => "create_deal",
            Self::ChannelsUpdates => "channel_update",
            Self::TemplateStatus => "template_status",
            Self::Test => "test",
        }
    }
}

/// Reads a webhook body.
///
/// * Each element of each list is read on its own: a bad one becomes [`Event::Malformed`] with
///   its JSON, its siblings are not affected. Inside an element, a field or list item of a wrong
///   shape is left out, if the model can do without it, and is named by [`Event::unknown`]; past
///   16 of them in one element, the whole field they stand in is.
/// * A list may be given as its only item, a single item as a list. `null` is the same as absent.
/// * Keys that are there twice both count.
/// * Bytes that are no UTF-8 and escapes that are half a character become U+FFFD.
/// * JSON that is no object becomes one [`Event::Unknown`] with an empty key.
///
/// See <https://wazzup24.com/help/api-en/webhooks/>.
///
/// # Errors
///
/// [`NotJson`] if the bytes are no JSON. Nothing else is an error.
pub fn parse(bytes: impl AsRef<[u8]>) -> Result<Webhook, NotJson> {
    let text = Walk::text_of(bytes.as_ref());
    let mut events = Vec::new();
    let mut walk = Walk::new(&text);
    if walk.peek() == Some(b'{') {
        walk.members(|walk, key| member(walk, key, &mut events))?;
    } else {
        let raw = walk.skip()?;
        events.push(Event::Unknown(UnknownEvent::new("", raw)));
    }
    walk.end()?;
    Ok(Webhook { events })
}

fn member(walk: &mut Walk<'_>, key: &str, events: &mut Vec<Event>) -> Result<(), NotJson> {
    match Key::of(key) {
        Some(Key::Messages) => items(walk, key, events, Event::Message),
        Some(Key::Statuses) => items(walk, key, events, Event::Status),
        Some(Key::CreateContact) => items(walk, key, events, Event::CreateContact),
        Some(Key::CreateDeal) => items(walk, key, events, Event::CreateDeal),
        Some(Key::ChannelsUpdates) => items(walk, key, events, Event::ChannelUpdate),
        Some(Key::TemplateStatus) => items(walk, key, events, Event::TemplateStatus),
        Some(Key::Test) => {
            let raw = walk.skip()?;
            match raw.as_str() {
                "null" => {}
                "true" | "\"true\"" | "1" => events.push(Event::Test(raw)),
                _ => events.push(Event::Unknown(UnknownEvent::new(key, raw))),
            }
            Ok(())
        }
        None => {
            let raw = walk.skip()?;
            if !raw.is_null() {
                events.push(Event::Unknown(UnknownEvent::new(key, raw)));
            }
            Ok(())
        }
    }
}

/// A list of `T`, or one `T` without a list around it.
fn items<T: DeserializeOwned>(
    walk: &mut Walk<'_>,
    key: &str,
    events: &mut Vec<Event>,
    event: fn(Received<T>) -> Event,
) -> Result<(), NotJson> {
    walk.items(|walk, index| {
        events.push(match walk.element()? {
            Ok(received) => event(received),
            Err(unread) => Event::Malformed(Box::new(MalformedEvent::new(key, index, unread))),
        });
        Ok(())
    })
}
