//! From the bytes of a body to its events.
//!
//! The outer layers are walked by hand and each element is read straight into its model; the
//! deserializer then tells where the element ended. So the common body is gone through once, and
//! the range of every element comes for free. Only an element that fails is gone through again.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::read::{self, KeyText, ReadError, repaired};
use super::{Event, MalformedEvent, Received, UnknownEvent};
use crate::RawJson;

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

/// The body is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson {
    reason: String,
    offset: usize,
}

impl NotJson {
    /// How many bytes of the body could be read.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    fn expected(what: &str, offset: usize) -> Self {
        Self {
            reason: format!("expected {what}"),
            offset,
        }
    }
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body is no JSON: {} near byte {}",
            self.reason, self.offset
        )
    }
}

impl std::error::Error for NotJson {}

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
    let bytes = bytes.as_ref();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text: Arc<str> = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes).into(),
    };
    let mut walk = Walk {
        text: &text,
        at: 0,
        events: Vec::new(),
    };
    walk.body()?;
    Ok(Webhook {
        events: walk.events,
    })
}

struct Walk<'a> {
    text: &'a Arc<str>,
    at: usize,
    events: Vec<Event>,
}

impl<'a> Walk<'a> {
    fn body(&mut self) -> Result<(), NotJson> {
        if self.peek() == Some(b'{') {
            self.object()?;
        } else {
            let raw = self.skip()?;
            self.events.push(Event::Unknown(UnknownEvent::new("", raw)));
        }
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson::expected("nothing more", self.at)),
        }
    }

    fn object(&mut self) -> Result<(), NotJson> {
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(NotJson::expected("a key", self.at));
            }
            let key = self.key()?;
            if self.peek() != Some(b':') {
                return Err(NotJson::expected("`:`", self.at));
            }
            self.at += 1;
            self.member(&key)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson::expected("`,` or `}`", self.at)),
            }
        }
    }

    fn key(&mut self) -> Result<Cow<'a, str>, NotJson> {
        let (text, start) = (self.text, self.at);
        if let Ok((KeyText(key), end)) = next(text, start) {
            self.at = end;
            return Ok(key);
        }
        // Half a character in a key, or no JSON.
        let raw = self.skip()?;
        let mended = read::mend_surrogates(raw.as_str()).into_owned();
        serde_json::from_str(&mended)
            .map(Cow::Owned)
            .map_err(|error| not_json(&error, start))
    }

    fn member(&mut self, key: &str) -> Result<(), NotJson> {
        match Key::of(key) {
            Some(Key::Messages) => self.items(key, Event::Message),
            Some(Key::Statuses) => self.items(key, Event::Status),
            Some(Key::CreateContact) => self.items(key, Event::CreateContact),
            Some(Key::CreateDeal) => self.items(key, Event::CreateDeal),
            Some(Key::ChannelsUpdates) => self.items(key, Event::ChannelUpdate),
            Some(Key::TemplateStatus) => self.items(key, Event::TemplateStatus),
            Some(Key::Test) => {
                let raw = self.skip()?;
                match raw.as_str() {
                    "null" => {}
                    "true" | "\"true\"" | "1" => self.events.push(Event::Test(raw)),
                    _ => self
                        .events
                        .push(Event::Unknown(UnknownEvent::new(key, raw))),
                }
                Ok(())
            }
            None => {
                let raw = self.skip()?;
                if !raw.is_null() {
                    self.events
                        .push(Event::Unknown(UnknownEvent::new(key, raw)));
                }
                Ok(())
            }
        }
    }

    /// A list of `T`, or one `T` without a list around it.
    fn items<T: DeserializeOwned>(
        &mut self,
        key: &str,
        event: fn(Received<T>) -> Event,
    ) -> Result<(), NotJson> {
        if self.peek() == Some(b'n') {
            self.skip()?;
            return Ok(());
        }
        if self.peek() != Some(b'[') {
            return self.item(key, None, event);
        }
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        let mut index = 0;
        loop {
            self.item(key, Some(index), event)?;
            index += 1;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson::expected("`,` or `]`", self.at)),
            }
        }
    }

    fn item<T: DeserializeOwned>(
        &mut self,
        key: &str,
        index: Option<usize>,
        event: fn(Received<T>) -> Event,
    ) -> Result<(), NotJson> {
        let start = match self.peek() {
            Some(b'{') => self.at,
            _ => {
                let raw = self.skip()?;
                let error = ReadError::no_object(&raw);
                self.malformed(key, index, raw, error);
                return Ok(());
            }
        };
        let mut deserializer = serde_json::Deserializer::from_str(&self.text[start..]);
        if let Ok(data) = T::deserialize(&mut deserializer) {
            // An object ends where its brace is, whatever follows: where the next one would begin.
            self.at = start + deserializer.into_iter::<IgnoredAny>().byte_offset();
            let raw = RawJson::part(self.text, start..self.at);
            self.events.push(event(Received::new(data, raw)));
            return Ok(());
        }
        let raw = self.skip()?;
        match repaired(raw.as_str()) {
            Ok(repaired) => self.events.push(event(Received::new(repaired.value, raw))),
            Err(error) => self.malformed(key, index, raw, error),
        }
        Ok(())
    }

    fn malformed(&mut self, key: &str, index: Option<usize>, raw: RawJson, error: ReadError) {
        self.events.push(Event::Malformed(MalformedEvent::new(
            key, index, raw, error,
        )));
    }

    /// The first byte that is no white space, which becomes the place to go on from.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Goes past one value of any kind and depth.
    fn skip(&mut self) -> Result<RawJson, NotJson> {
        self.peek();
        let start = self.at;
        let (IgnoredAny, end) = next(self.text, start).map_err(|error| not_json(&error, start))?;
        self.at = end;
        Ok(RawJson::part(self.text, start..end))
    }
}

/// Reads the value that starts at `start`; gives it and where it ends.
fn next<'de, T: Deserialize<'de>>(
    text: &'de str,
    start: usize,
) -> Result<(T, usize), serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter();
    match values.next() {
        Some(value) => Ok((value?, start + values.byte_offset())),
        None => Err(serde::de::Error::custom("expected a value")),
    }
}

fn not_json(error: &serde_json::Error, offset: usize) -> NotJson {
    NotJson {
        reason: read::reason(error),
        offset,
    }
}
