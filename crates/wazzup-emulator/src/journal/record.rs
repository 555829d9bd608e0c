//! Entries of the journal.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{JOURNAL_BODY_MAX, Weigh};
use crate::clock::iso;

/// Keeps the beginning, in memory of its own: a slice would keep all that it is a slice of.
fn trim(body: &mut Bytes) {
    if body.len() > JOURNAL_BODY_MAX {
        *body = Bytes::copy_from_slice(&body[..JOURNAL_BODY_MAX]);
    }
}

/// A request that came in.
#[derive(Clone)]
#[non_exhaustive]
pub struct RequestRecord {
    /// Its place among all entries of the journal, from 1.
    pub seq: u64,
    /// When it came, in milliseconds since the epoch on the virtual clock.
    pub at: i64,
    /// How long the answer took, in virtual milliseconds.
    pub took_ms: i64,
    /// The method.
    pub method: Method,
    /// Path and query.
    pub uri: Uri,
    /// The headers, but for `Authorization`.
    pub headers: HeaderMap,
    /// The body, at most [`JOURNAL_BODY_MAX`] bytes of it.
    pub body: Bytes,
    /// Kind of the key: `api`, `sidecar` or `partner`, of WhatsApp `user` or `app`; `None` when it
    /// was refused or not looked at.
    pub credential: Option<&'static str>,
    /// The account of the key.
    pub account: Option<u64>,
    /// The status answered; `None` when the connection was dropped.
    pub status: Option<StatusCode>,
    /// The body answered.
    pub answer: Bytes,
    /// The fault that hit it.
    pub fault: Option<u64>,
}

impl RequestRecord {
    pub(super) fn trim(&mut self) {
        trim(&mut self.body);
        trim(&mut self.answer);
    }

    /// The body as JSON, if it is.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl Weigh for RequestRecord {
    fn weight(&self) -> usize {
        self.body.len() + self.answer.len()
    }
}

impl fmt::Debug for RequestRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestRecord")
            .field("seq", &self.seq)
            .field("method", &self.method)
            .field("body_len", &self.body.len())
            .field("status", &self.status)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

impl Serialize for RequestRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("seq", &self.seq)?;
        map.serialize_entry("at", &iso(self.at))?;
        map.serialize_entry("tookMs", &self.took_ms)?;
        map.serialize_entry("method", self.method.as_str())?;
        map.serialize_entry("path", self.uri.path())?;
        map.serialize_entry("query", &self.uri.query())?;
        map.serialize_entry("headers", &Headers(&self.headers))?;
        map.serialize_entry("body", &Shown(&self.body))?;
        map.serialize_entry("key", &self.credential)?;
        map.serialize_entry("accountId", &self.account)?;
        map.serialize_entry("status", &self.status.map(|status| status.as_u16()))?;
        map.serialize_entry("answer", &Shown(&self.answer))?;
        map.serialize_entry("fault", &self.fault)?;
        map.end()
    }
}

/// An attempt to deliver a webhook.
#[derive(Clone)]
#[non_exhaustive]
pub struct Attempt {
    /// Its place among all entries of the journal, from 1.
    pub seq: u64,
    /// The delivery it belongs to; repeats and duplicates share it.
    pub delivery: u64,
    /// Which attempt of that delivery, from 1.
    pub attempt: u32,
    /// When it began, in milliseconds since the epoch on the virtual clock. Within a jump of the
    /// clock that is the moment at which it was due, not the end of the jump.
    pub at: i64,
    /// How long it took, in virtual milliseconds. A jump of the clock adds nothing, unless it ended
    /// the wait for an answer.
    pub took_ms: i64,
    /// `POST`, or `GET` for the question that verifies a callback.
    pub method: Method,
    /// Where it went.
    pub uri: String,
    /// What it carries. Of Wazzup the top-level keys of the body, such as `messages`, `statuses`,
    /// `createContact`, `test`; of WhatsApp the fields of its changes, such as `messages`, `calls`,
    /// or `challenge`, or `flow` for a request to the endpoint of a flow.
    pub kinds: Vec<&'static str>,
    /// Whether a bearer was sent.
    pub bearer: bool,
    /// Whether it was signed.
    pub signed: bool,
    /// The body sent.
    pub body: Bytes,
    /// The status answered; `None` when there was no answer.
    pub status: Option<StatusCode>,
    /// The body answered.
    pub answer: Bytes,
    /// Why there was no answer.
    pub error: Option<&'static str>,
}

impl Attempt {
    pub(super) fn trim(&mut self) {
        trim(&mut self.body);
        trim(&mut self.answer);
    }

    /// Whether it was answered 200.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        self.status == Some(StatusCode::OK)
    }

    /// Whether it was the test of an address: `{"test":true}`, or the question that verifies a
    /// callback.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        self.kinds == ["test"] || self.kinds == ["challenge"]
    }

    /// Whether it delivered a webhook: no test of an address, no request to the endpoint of a flow.
    pub(crate) fn is_webhook(&self) -> bool {
        !self.is_probe() && self.kinds != ["flow"]
    }

    /// The body sent, as JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl Weigh for Attempt {
    fn weight(&self) -> usize {
        self.body.len() + self.answer.len()
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("seq", &self.seq)
            .field("delivery", &self.delivery)
            .field("attempt", &self.attempt)
            .field("kinds", &self.kinds)
            .field("body_len", &self.body.len())
            .field("status", &self.status)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Serialize for Attempt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("seq", &self.seq)?;
        map.serialize_entry("deliveryId", &self.delivery)?;
        map.serialize_entry("attempt", &self.attempt)?;
        map.serialize_entry("at", &iso(self.at))?;
        map.serialize_entry("tookMs", &self.took_ms)?;
        map.serialize_entry("method", self.method.as_str())?;
        map.serialize_entry("uri", &self.uri)?;
        map.serialize_entry("kinds", &self.kinds)?;
        map.serialize_entry("bearer", &self.bearer)?;
        map.serialize_entry("signed", &self.signed)?;
        map.serialize_entry("body", &Shown(&self.body))?;
        map.serialize_entry("status", &self.status.map(|status| status.as_u16()))?;
        map.serialize_entry("answer", &Shown(&self.answer))?;
        map.serialize_entry("error", &self.error)?;
        map.end()
    }
}

/// A body as JSON where it is, as text where it is not, `null` where there is none.
struct Shown<'a>(&'a [u8]);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_empty() {
            return serializer.serialize_none();
        }
        match serde_json::from_slice::<Value>(self.0) {
            Ok(value) => value.serialize(serializer),
            Err(_) => serializer.serialize_str(&String::from_utf8_lossy(self.0)),
        }
    }
}

struct Headers<'a>(&'a HeaderMap);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in self.0.keys() {
            let mut values = self.0.get_all(name).iter();
            let first = values
                .next()
                .map(|value| String::from_utf8_lossy(value.as_bytes()));
            let all = values.fold(first.unwrap_or_default(), |all, value| {
                format!("{all}, {}", String::from_utf8_lossy(value.as_bytes())).into()
            });
            map.serialize_entry(name.as_str(), &all)?;
        }
        map.end()
    }
}
