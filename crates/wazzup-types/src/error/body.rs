//! The body of an answer that is an error.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, de};
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

/// The members that matter, each of any kind but null.
#[derive(Default)]
struct Members {
    error: Option<RawJson>,
    code: Option<RawJson>,
    description: Option<RawJson>,
    message: Option<RawJson>,
    data: Option<RawJson>,
    request_id: Option<RawJson>,
}

impl Members {
    /// Those of an object. Of a key that is there twice the later one counts.
    fn of(object: &str) -> Option<Self> {
        let text = Arc::from(object);
        let mut members = Self::default();
        let read = Walk::new(&text).members(|walk, key| {
            let value = walk.skip()?;
            let member = match key {
                "error" => &mut members.error,
                "code" => &mut members.code,
                "description" => &mut members.description,
                "message" => &mut members.message,
                "data" => &mut members.data,
                "requestId" => &mut members.request_id,
                _ => return Ok(()),
            };
            if !value.is_null() {
                *member = Some(value);
            }
            Ok(())
        });
        read.ok().map(|()| members)
    }

    fn code(&self) -> Option<String> {
        let places = [&self.error, &self.code];
        places.into_iter().flatten().find_map(scalar)
    }

    fn description(&self) -> Option<String> {
        let places = [&self.description, &self.message];
        places.into_iter().flatten().find_map(told)
    }
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
        match RawJson::parse_text(text) {
            Err(_) => read.description = Some(shortened(text).to_owned()),
            Ok(json) if text.starts_with('"') => read.description = scalar(&json),
            Ok(json) => {
                if !text.starts_with('{') || !read.members(text) {
                    read.data = Some(json);
                }
            }
        }
        read
    }

    /// Takes what is in an object; `false` if nothing known is.
    fn members(&mut self, text: &str) -> bool {
        let Some(members) = Members::of(text) else {
            return false;
        };
        // The code nested in `error`, as the chat window's route has it, may have company.
        let nested = members.error.as_ref();
        let nested = nested.filter(|error| error.as_str().starts_with('{'));
        let nested = nested.and_then(|error| Members::of(error.as_str()));
        let nested = nested.unwrap_or_default();
        self.code = members
            .code()
            .or_else(|| nested.code())
            .map(ErrorCode::from);
        self.description = members.description().or_else(|| nested.description());
        self.data = members.data.or(nested.data);
        self.request_id = members.request_id.as_ref().and_then(scalar);
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

/// Text, or a number or flag as text.
fn scalar(json: &RawJson) -> Option<String> {
    match json.as_str().as_bytes() {
        [b'{' | b'[' | b'n', ..] | [] => None,
        [b'"', ..] => json.text().filter(|text| !text.is_empty()),
        _ => Some(json.as_str().to_owned()),
    }
}

/// The same, and anything else as the JSON it is.
fn told(json: &RawJson) -> Option<String> {
    match json.as_str().as_bytes() {
        [b'{' | b'[', ..] => Some(json.as_str().to_owned()),
        _ => scalar(json),
    }
}

fn shortened(text: &str) -> &str {
    let mut end = text.len().min(TEXT_MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
