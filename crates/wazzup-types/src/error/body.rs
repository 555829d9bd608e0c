//! The body of an answer that is an error.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::value::RawValue;
use wazzup_wire::Walk;

use super::{ErrorCategory, ErrorCode, Repeat};
use crate::{RawJson, lenient};

/// What an error answer says, whatever shape it has.
///
/// Usually `{"error": "CODE", "description": …, "data": …}`; but also nothing at all, text that is
/// no JSON, a list, a code nested as `{"error": {"code": …}}`, or under the name `code`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiErrorBody {
    /// The HTTP status.
    pub status: u16,
    /// The code, if there is one.
    pub code: Option<ErrorCode>,
    /// What the service says about it; the whole body if it is no JSON. It may name a person.
    pub description: Option<String>,
    /// More of it, such as the places of wrong entities; the whole body if it is JSON of another
    /// shape.
    pub data: Option<RawJson>,
    /// The id to give to support.
    pub request_id: Option<String>,
}

masked_debug! { ApiErrorBody { status, code, data, request_id; hidden: description } }

/// Longest text that is kept of a body that is no JSON, in bytes: a page of a proxy need not be
/// carried around.
const TEXT_MAX_BYTES: usize = 1024;

/// For a 409 whose code says nothing: the codes of conflicts are about one case each.
const CONFLICT_ADVICE: &str =
    "What the service holds already is in the way: read that, then change the request.";

/// One of the wrong entities that `data` of an upsert's error names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InvalidEntity {
    /// Its place in the request, from 0.
    #[serde(deserialize_with = "place")]
    pub index: usize,
    /// The fields that are wrong.
    #[serde(default, deserialize_with = "names")]
    pub fields: Vec<String>,
}

/// What does not say which entity it means must not stand for the first.
fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    lenient::integer(deserializer)?
        .and_then(|place| usize::try_from(place).ok())
        .ok_or_else(|| de::Error::custom("no place of an entity"))
}

fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Name(#[serde(deserialize_with = "lenient::plain_text")] String);

    let names: Vec<Name> = lenient::list(deserializer)?;
    let names = names.into_iter().map(|Name(name)| name);
    Ok(names.filter(|name| !name.is_empty()).collect())
}

/// The members that matter, each of any kind.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(default, borrow)]
    error: Option<&'a RawValue>,
    #[serde(default, borrow)]
    code: Option<&'a RawValue>,
    #[serde(default, borrow)]
    description: Option<&'a RawValue>,
    #[serde(default, borrow)]
    message: Option<&'a RawValue>,
    #[serde(default, borrow)]
    data: Option<&'a RawValue>,
    #[serde(default, borrow)]
    request_id: Option<&'a RawValue>,
}

impl ApiErrorBody {
    /// Reads the body of an answer with that status. Any bytes will do.
    #[must_use]
    pub fn parse(status: u16, body: &[u8]) -> Self {
        let mut read = Self {
            status,
            code: None,
            description: None,
            data: None,
            request_id: None,
        };
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text == "null" {
            return read;
        }
        match serde_json::from_str::<&RawValue>(text) {
            Err(_) => read.description = Some(shortened(text).to_owned()),
            Ok(_) if text.starts_with('"') => read.description = scalar(text),
            Ok(_) => {
                if !text.starts_with('{') || !read.members(text) {
                    read.data = Some(RawJson::whole(text.into()));
                }
            }
        }
        read
    }

    /// Takes what is in an object; `false` if nothing known is.
    fn members(&mut self, text: &str) -> bool {
        let Some(members) = members(text) else {
            return false;
        };
        // The code nested in `error`, as the chat window's route has it, may have company.
        let nested = members
            .error
            .map(RawValue::get)
            .filter(|error| error.starts_with('{'));
        let nested = nested.and_then(self::members);
        let code = |members: &Members<'_>| {
            let code = members.error.and_then(|error| scalar(error.get()));
            code.or_else(|| members.code.and_then(|code| scalar(code.get())))
        };
        let description = |members: &Members<'_>| {
            let description = members.description.or(members.message);
            description.and_then(|description| scalar(description.get()))
        };
        let data = |members: &Members<'_>| {
            let data = members.data.filter(|data| data.get() != "null");
            data.map(|data| RawJson::whole(data.get().into()))
        };
        let nested = nested.as_ref();
        self.code = code(&members)
            .or_else(|| nested.and_then(code))
            .map(ErrorCode::from);
        self.description = description(&members).or_else(|| nested.and_then(description));
        self.data = data(&members).or_else(|| nested.and_then(data));
        self.request_id = members.request_id.and_then(|id| scalar(id.get()));
        self.code.is_some() || self.description.is_some() || self.data.is_some()
    }

    /// What the error is about: by the code, and by the status where that says nothing.
    #[must_use]
    pub fn category(&self) -> ErrorCategory {
        let by_code = self.telling_code().map(ErrorCode::category);
        match (by_code, self.status) {
            (Some(category), _) if category != ErrorCategory::Unknown => category,
            (_, 401 | 403) => ErrorCategory::Auth,
            (_, 429) => ErrorCategory::RateLimit,
            (_, 404) => ErrorCategory::NotFound,
            (_, 409) => ErrorCategory::Conflict,
            (_, 408 | 500..) => ErrorCategory::Server,
            _ => ErrorCategory::Unknown,
        }
    }

    /// The category that the Python package 0.1.8 would give, a missing code being its
    /// `unknown_error`: see [`ErrorCode::peer_category`].
    #[must_use]
    pub fn peer_category(&self) -> ErrorCategory {
        match &self.code {
            Some(code) => code.peer_category(self.status),
            None => ErrorCode::from("unknown_error").peer_category(self.status),
        }
    }

    /// Whether the caller may make the same call again: by the code, and by the status where
    /// that says nothing.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        if let Some(code) = self.telling_code() {
            return code.repeat();
        }
        match self.status {
            401 | 403 => Repeat::AfterAction,
            404 => Repeat::Never,
            408 => Repeat::Unsure,
            429 => Repeat::Later,
            400..500 => Repeat::AfterChange,
            _ => Repeat::Unsure,
        }
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        if let Some(code) = self.telling_code() {
            return code.advice();
        }
        let by_status = match (&self.code, self.status) {
            (Some(undocumented), 400) => undocumented,
            (_, 401) => &ErrorCode::UNAUTHORIZED,
            (_, 403) => &ErrorCode::FORBIDDEN,
            (_, 404) => &ErrorCode::NOT_FOUND,
            (_, 409) => return CONFLICT_ADVICE,
            (_, 429) => &ErrorCode::TOO_MANY_REQUESTS,
            (_, 408 | 500..) => &ErrorCode::UNKNOWN_ERROR,
            _ => &ErrorCode::VALIDATION_ERROR,
        };
        by_status.advice()
    }

    /// The code, if it is a listed one and the status leaves it a say.
    ///
    /// What these statuses say is not for a code of something else to overrule: one page gives a
    /// sidecar key's 403 the code of a bulk limit.
    fn telling_code(&self) -> Option<&ErrorCode> {
        let decided = match self.status {
            401 | 403 => Some(ErrorCategory::Auth),
            429 => Some(ErrorCategory::RateLimit),
            _ => None,
        };
        self.code
            .as_ref()
            .filter(|code| code.is_listed())
            .filter(|code| decided.is_none_or(|category| code.category() == category))
    }

    /// The wrong entities that an upsert's error names; empty for other errors.
    ///
    /// Each entry of the list is read on its own, and left out if it does not say which entity
    /// it means.
    #[must_use]
    pub fn invalid_entities(&self) -> Vec<InvalidEntity> {
        let mut entities = Vec::new();
        let Some(data) = &self.data else {
            return entities;
        };
        let text = Arc::from(data.as_str());
        // Raw JSON is JSON, so the walk gets to its end.
        let _ = Walk::new(&text).items(|walk, _| {
            let entry = walk.element::<InvalidEntity>()?.ok();
            entities.extend(entry.map(|entry| entry.into_parts().0));
            Ok(())
        });
        entities
    }
}

fn members(text: &str) -> Option<Members<'_>> {
    serde_json::from_str(text).ok()
}

/// Text, or a number or flag as text.
fn scalar(json: &str) -> Option<String> {
    match json.as_bytes() {
        [b'"', ..] => {
            let text: String = serde_json::from_str(json).ok()?;
            Some(text).filter(|text| !text.is_empty())
        }
        [b'{' | b'[' | b'n', ..] | [] => None,
        _ => Some(json.to_owned()),
    }
}

fn shortened(text: &str) -> &str {
    let mut end = text.len().min(TEXT_MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
