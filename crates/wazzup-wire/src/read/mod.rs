//! Reading one element: the quick way, and what is tried when that fails.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

pub(crate) use self::plain::Plain;
use self::prune::{Missing, pruned};
use crate::RawJson;

mod plain;
mod prune;

/// Why an element could not be read.
///
/// It names the place and the kind of what stood there, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    path: String,
    reason: String,
}

impl ReadError {
    /// The path to the field inside the element; empty for the element itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    fn new(path: String, error: &serde_json::Error) -> Self {
        Self {
            path,
            reason: reason(error),
        }
    }

    /// For an element that must be an object and is something else.
    pub(crate) fn no_object(raw: &RawJson) -> Self {
        let found = match raw.as_str().as_bytes() {
            [b'[', ..] => "a list",
            [b'"', ..] => "text",
            [b't' | b'f', ..] => "a flag",
            [b'n', ..] => "null",
            _ => "a number",
        };
        Self {
            path: String::new(),
            reason: format!("invalid type: {found}, expected an object"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for ReadError {}

/// What `serde_json` says, less the value it quotes: that may be what somebody wrote.
pub(crate) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    // The position is one in a part of the body, or in a repaired copy of it: no help.
    let text = text
        .rfind(" at line ")
        .map_or(text.as_str(), |at| &text[..at]);
    let is_type = text.starts_with("invalid type: ");
    if !is_type && !text.starts_with("invalid value: ") && !text.starts_with("invalid length: ") {
        return text.to_owned();
    }
    // The expectation is a text of ours, and none of them has this in it.
    let (found, expected) = text.rsplit_once(", expected ").unwrap_or((text, "another"));
    let kind = found
        .split(['"', '`'])
        .next()
        .unwrap_or_default()
        .trim_end();
    format!("{kind}, expected {expected}")
}

/// The members of one object, in order. Of a key that is there twice, the later one.
struct Members<'a>(Vec<(Cow<'a, str>, Cow<'a, RawValue>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(Cow<'de, str>, Cow<'de, RawValue>)> = Vec::new();
                while let Some((KeyText(key), value)) = map.next_entry::<_, &'de RawValue>()? {
                    members.push((key, Cow::Borrowed(value)));
                }
                // Later ones first, so that a stable sort keeps the last of each key in front.
                let mut kept: Vec<(usize, _)> = members.into_iter().enumerate().rev().collect();
                kept.sort_by(|(_, (a, _)), (_, (b, _))| a.cmp(b));
                kept.dedup_by(|(_, (a, _)), (_, (b, _))| a == b);
                kept.sort_by_key(|(index, _)| *index);
                Ok(Members(
                    kept.into_iter().map(|(_, member)| member).collect(),
                ))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// A key, borrowed if it has no escapes.
pub(crate) struct KeyText<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for KeyText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = KeyText<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(KeyText(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(KeyText(Cow::Owned(text.to_owned())))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// An element that was read after repairs.
pub(crate) struct Repaired<T> {
    pub(crate) value: T,
    /// The JSON it was really read from.
    pub(crate) text: String,
    /// The paths of what had to be left out.
    pub(crate) dropped: Vec<String>,
    /// By which paths in `text` become paths in what came.
    pub(crate) missing: Missing,
}

/// How many pieces of an element are left out one by one, each of which costs another reading of
/// it. Then whole fields are, so that the work stays bounded whatever is sent.
const PRUNED_MAX: usize = 16;

/// Reads `text`, which is JSON but no `T` at first sight: lone surrogates become U+FFFD, of keys
/// that are there twice the later one counts, and what has a wrong shape is left out piece by
/// piece, the innermost field or list item that is to blame, unless `T` needs it.
#[cold]
pub(crate) fn repaired<T: DeserializeOwned>(text: &str) -> Result<Repaired<T>, ReadError> {
    let mended = mend_surrogates(text);
    let mut error = match typed(&mended) {
        Ok(value) => {
            return Ok(Repaired {
                value,
                text: mended.into_owned(),
                dropped: Vec::new(),
                missing: Missing::default(),
            });
        }
        Err(error) => error,
    };
    let Ok(Members(mut members)) = serde_json::from_str::<Members<'_>>(&mended) else {
        return Err(error);
    };
    let mut dropped = Vec::new();
    let mut causes: Vec<(String, ReadError)> = Vec::new();
    let mut flattened: Vec<String> = Vec::new();
    let mut missing = Missing::default();
    loop {
        let text = written(&members);
        error = match typed(&text) {
            Ok(value) => {
                return Ok(Repaired {
                    value,
                    text,
                    dropped,
                    missing,
                });
            }
            Err(error) => error,
        };
        let field = error.path.split(['.', '[']).next().unwrap_or_default();
        let Some(at) = members.iter().position(|(key, _)| key == field) else {
            // That a field is missing that was left out is no news: say what was wrong with it.
            let missed = |field: &str| error.reason == format!("missing field `{field}`");
            return Err(causes
                .into_iter()
                .find(|(field, _)| missed(field))
                .map_or(error, |it| it.1));
        };
        // A key twice further down: a map has room for one of each.
        if !flattened.iter().any(|done| done == field) {
            flattened.push(field.to_owned());
            let once = serde_json::from_str::<serde_json::Value>(members[at].1.get())
                .and_then(|value| serde_json::value::to_raw_value(&value));
            if let Ok(once) = once {
                members[at].1 = Cow::Owned(once);
                continue;
            }
        }
        let path = error.path[field.len()..].to_owned();
        if dropped.len() < PRUNED_MAX
            && let Some((less, place)) = pruned(members[at].1.get(), &path)
        {
            members[at].1 = Cow::Owned(less);
            dropped.push(missing.name(field, place));
            continue;
        }
        dropped.push(field.to_owned());
        causes.push((field.to_owned(), error));
        members.remove(at);
    }
}

fn typed<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let path = match error.path().to_string() {
            root if root == "." => String::new(),
            path => path,
        };
        ReadError::new(path, error.inner())
    })
}

fn written(members: &[(Cow<'_, str>, Cow<'_, RawValue>)]) -> String {
    let mut text = String::from("{");
    for (key, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        // A string is always written.
        text.push_str(&serde_json::to_string(key).unwrap_or_default());
        text.push(':');
        text.push_str(value.get());
    }
    text.push('}');
    text
}

/// Puts U+FFFD in the place of escapes such as `\ud800` that stand for half a character.
pub(crate) fn mend_surrogates(text: &str) -> Cow<'_, str> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then_some(())?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut mended = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        at += match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(&text[done..at]);
                mended.push_str("\\ufffd");
                done = at + 6;
                6
            }
            (Some(_), _) => 6,
            // Another escape: the backslash and one ASCII character, in what is JSON.
            (None, _) => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(&text[done..]);
    Cow::Owned(mended)
}
