//! From the text of a body to its elements.
//!
//! The outer layers are walked by hand and each element is read straight into its model; the
//! deserializer then tells where the element ended. So the common body is gone through once, and
//! the range of every element comes for free. Only an element that fails is gone through again.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::read::{self, KeyText, Plain, ReadError, repaired};
use crate::{RawJson, Received};

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

/// An element that could not be read into its model.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unread {
    /// Its JSON.
    pub raw: RawJson,
    /// What is wrong with it.
    pub error: ReadError,
}

/// A walk through the text of a body, from its start to its end.
///
/// Of what is walked past, each object and list is entered by a method of its own, and an element
/// is read by [`element`](Self::element) or skipped by [`skip`](Self::skip).
#[derive(Debug)]
pub struct Walk<'a> {
    text: &'a Arc<str>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Starts at the first byte of this text.
    #[must_use]
    pub fn new(text: &'a Arc<str>) -> Self {
        Self { text, at: 0 }
    }

    /// The text of a body: without a byte order mark, and with U+FFFD for what is no UTF-8.
    #[must_use]
    pub fn text_of(bytes: &[u8]) -> Arc<str> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => String::from_utf8_lossy(bytes).into(),
        }
    }

    /// How many bytes it has gone past.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    /// The text that was gone past since `start`, a former [`position`](Self::position) or a place
    /// that [`peek`](Self::peek) stopped at.
    #[must_use]
    pub fn since(&self, start: usize) -> RawJson {
        RawJson::part(self.text, start..self.at)
    }

    /// The first byte that is no white space, which becomes the place to go on from.
    pub fn peek(&mut self) -> Option<u8> {
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
    ///
    /// # Errors
    ///
    /// [`NotJson`] if there is none.
    pub fn skip(&mut self) -> Result<RawJson, NotJson> {
        self.peek();
        let start = self.at;
        let (IgnoredAny, end) = next(self.text, start).map_err(|error| not_json(&error, start))?;
        self.at = end;
        Ok(RawJson::part(self.text, start..end))
    }

    /// Makes sure that nothing follows.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if something does.
    pub fn end(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson::expected("nothing more", self.at)),
        }
    }

    /// Goes through an object: `member` is called with each key and must go past its value. A key
    /// that is there twice is met twice.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if here is no object, and what `member` returns.
    pub fn members(
        &mut self,
        mut member: impl FnMut(&mut Self, &str) -> Result<(), NotJson>,
    ) -> Result<(), NotJson> {
        if self.peek() != Some(b'{') {
            return Err(NotJson::expected("an object", self.at));
        }
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
            member(self, &key)?;
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

    /// Goes through a list: `item` is called with the place of each item and must go past it.
    ///
    /// A value that is no list is one item without a place, `null` is an empty list.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if here is no value, and what `item` returns.
    pub fn items(
        &mut self,
        mut item: impl FnMut(&mut Self, Option<usize>) -> Result<(), NotJson>,
    ) -> Result<(), NotJson> {
        if self.peek() == Some(b'n') {
            self.skip()?;
            return Ok(());
        }
        if self.peek() != Some(b'[') {
            return item(self, None);
        }
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        let mut index = 0;
        loop {
            item(self, Some(index))?;
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

    /// Reads the value here as a `T`, which must be an object: at once if it is well-formed, else
    /// after repairs: what has a wrong shape is left out piece by piece, unless `T` needs it.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if it is no JSON. Inside, an [`Unread`] if it is no `T`; the walk goes on behind
    /// it in both cases.
    pub fn element<T: DeserializeOwned>(&mut self) -> Result<Result<Received<T>, Unread>, NotJson> {
        let start = match self.peek() {
            Some(b'{') => self.at,
            _ => {
                let raw = self.skip()?;
                let error = ReadError::no_object(&raw);
                return Ok(Err(Unread { raw, error }));
            }
        };
        let mut plain = Plain::new(self.text, start);
        if let Ok(data) = T::deserialize(&mut plain) {
            self.at = plain.position();
            return Ok(Ok(Received::new(data, self.since(start))));
        }
        self.unusual_element(start)
    }

    /// Reads an element that is written otherwise than most.
    #[cold]
    fn unusual_element<T: DeserializeOwned>(
        &mut self,
        start: usize,
    ) -> Result<Result<Received<T>, Unread>, NotJson> {
        let mut deserializer = serde_json::Deserializer::from_str(&self.text[start..]);
        if let Ok(data) = T::deserialize(&mut deserializer) {
            // An object ends where its brace is, whatever follows: where the next one would begin.
            self.at = start + deserializer.into_iter::<IgnoredAny>().byte_offset();
            return Ok(Ok(Received::new(data, self.since(start))));
        }
        let raw = self.skip()?;
        Ok(match repaired(raw.as_str()) {
            Ok(repaired) => Ok(Received::new(repaired.value, raw)),
            Err(error) => Err(Unread { raw, error }),
        })
    }

    fn key(&mut self) -> Result<Cow<'a, str>, NotJson> {
        let (text, start) = (self.text, self.at);
        let mut plain = Plain::new(text, start);
        if let Ok(key) = plain.string() {
            self.at = plain.position();
            return Ok(Cow::Borrowed(key));
        }
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
