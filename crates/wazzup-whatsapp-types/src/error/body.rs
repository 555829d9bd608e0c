//! The body of an answer that is an error.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{ErrorClass, ErrorCode, Repeat, Throttled};

/// What an error answer says, whatever shape it has.
///
/// Usually `{"error": {"code": 131056, "message": …, "error_data": {"details": …}}}`. Also read: the
/// inner object alone, as lists of failures have it; details that are text; numbers as text; and what
/// is no JSON at all.
///
/// ```
/// use wazzup_whatsapp_types::error::{ErrorCode, GraphError};
///
/// let body = br#"{"error": {"message": "(#100) Invalid parameter", "code": 100, "error_subcode": 2388299}}"#;
/// let error = GraphError::parse(400, body);
/// assert_eq!(error.code, Some(ErrorCode::REQUEST_INVALID));
/// assert_eq!(error.specific_code(), Some(ErrorCode::TEMPLATE_EDGE_PARAMETERS));
/// assert_eq!(error.advice(), "Put words before and after the variables.");
/// ```
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GraphError {
    /// The HTTP status. Missing if the error was part of an answer.
    pub status: Option<u16>,
    /// The code.
    pub code: Option<ErrorCode>,
    /// A second code, which mostly says more with a code of 100.
    pub subcode: Option<ErrorCode>,
    /// What the service says about it; the whole body if it is no JSON. It may name a person.
    pub message: Option<String>,
    /// What is wrong, more exactly. It may name a person.
    pub details: Option<String>,
    /// The kind of error, such as `OAuthException`: mostly that, whatever it is about.
    pub kind: Option<String>,
    /// A few words for a human.
    pub title: Option<String>,
    /// Words for a human. They may name a person.
    pub user_message: Option<String>,
    /// Whether the service says that it passes.
    pub is_transient: Option<bool>,
    /// The id to give to support.
    pub trace_id: Option<String>,
    /// Address of the page on errors.
    pub href: Option<String>,
    /// `error_data` as it came, or the whole body if it is JSON of another shape.
    pub data: Option<Value>,
}

impl fmt::Debug for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use wazzup_wire::redact::Hidden;

        f.debug_struct("GraphError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("subcode", &self.subcode)
            .field("kind", &self.kind)
            .field("is_transient", &self.is_transient)
            .field("trace_id", &self.trace_id)
            .field("message", &Hidden(&self.message))
            .field("details", &Hidden(&self.details))
            .finish_non_exhaustive()
    }
}

/// Longest text that is kept of a body that is no JSON, in bytes: a page of a proxy need not be
/// carried around.
const TEXT_MAX_BYTES: usize = 1024;

impl GraphError {
    /// An error with that code, and with nothing else yet.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code: Some(code),
            ..Self::default()
        }
    }

    /// Reads the body of an answer with that status. Any bytes will do.
    #[must_use]
    pub fn parse(status: u16, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let mut read = if text.is_empty() {
            Self::default()
        } else {
            match serde_json::from_str(text) {
                Ok(value) => Self::from_value(value),
                Err(_) => Self {
                    message: Some(shortened(text).to_owned()),
                    ..Self::default()
                },
            }
        };
        read.status = Some(status);
        read
    }

    /// Reads the error in a JSON value: under `error`, or the value itself.
    #[must_use]
    pub fn from_value(value: Value) -> Self {
        match value {
            Value::Null => Self::default(),
            Value::Object(mut object) => match object.remove("error") {
                Some(Value::Object(error)) => Self::from_object(error),
                Some(error) if !error.is_null() => {
                    let description = text(&mut object, &["error_description", "message"]);
                    let mut read = Self::from_object(object);
                    read.message = description.or_else(|| scalar(error));
                    read
                }
                _ => Self::from_object(object),
            },
            Value::String(message) => Self {
                message: Some(message).filter(|message| !message.is_empty()),
                ..Self::default()
            },
            other => Self {
                data: Some(other),
                ..Self::default()
            },
        }
    }

    fn from_object(mut object: Map<String, Value>) -> Self {
        let data = object.remove("error_data").filter(|data| !data.is_null());
        let details = match &data {
            Some(Value::Object(data)) => data.get("details").cloned().and_then(scalar),
            Some(Value::String(data)) => Some(data.clone()).filter(|data| !data.is_empty()),
            _ => None,
        };
        let mut read = Self {
            status: None,
            code: code(&mut object, &["code", "error_code"]),
            subcode: code(&mut object, &["error_subcode", "subcode"]),
            message: text(&mut object, &["message", "error_description"]),
            details: details.or_else(|| text(&mut object, &["details"])),
            kind: text(&mut object, &["type"]),
            title: text(&mut object, &["error_user_title", "title"]),
            user_message: text(&mut object, &["error_user_msg", "possible_solution"]),
            is_transient: object.remove("is_transient").and_then(flag),
            trace_id: text(&mut object, &["fbtrace_id"]),
            href: text(&mut object, &["href"]),
            data,
        };
        let nothing = read.code.is_none() && read.message.is_none() && read.details.is_none();
        if nothing && read.data.is_none() && !object.is_empty() {
            read.data = Some(Value::Object(object));
        }
        read
    }

    /// The code that says most: the subcode if it is listed and comes with a general code, else the
    /// code.
    #[must_use]
    pub fn specific_code(&self) -> Option<ErrorCode> {
        let general = matches!(self.code, None | Some(ErrorCode::REQUEST_INVALID));
        self.subcode
            .filter(|subcode| general && subcode.is_listed())
            .or(self.code)
    }

    /// The code that says most, if it is a listed one.
    fn listed(&self) -> Option<ErrorCode> {
        self.specific_code().filter(|code| code.is_listed())
    }

    /// What the error is about: by the code, and by the status where that says nothing.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match (self.listed(), self.status) {
            (Some(code), _) => code.class(),
            (None, Some(401 | 403)) => ErrorClass::Authorization,
            (None, Some(429)) => ErrorClass::Throttling,
            (None, Some(400..=499)) => ErrorClass::Request,
            (None, Some(500..)) => ErrorClass::Server,
            _ => ErrorClass::Unknown,
        }
    }

    /// Whether the caller may make the same call again: by the code, by what the service says of it,
    /// and by the status where neither says anything.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        match (self.listed(), self.status) {
            (Some(code), _) => match code.repeat() {
                // The service knows better about a general code.
                Repeat::AfterChange | Repeat::Unsure if self.is_transient == Some(true) => {
                    Repeat::Later
                }
                repeat => repeat,
            },
            (None, _) if self.is_transient == Some(true) => Repeat::Later,
            (None, Some(429)) => Repeat::Later,
            (None, Some(401 | 403)) => Repeat::AfterAction,
            (None, Some(404)) => Repeat::Never,
            (None, Some(400..=499)) => Repeat::AfterChange,
            _ => Repeat::Unsure,
        }
    }

    /// Whether it is worth making the call again at once, with growing pauses: the service says so,
    /// or the code does.
    #[must_use]
    pub fn is_worth_repeating(&self) -> bool {
        self.is_transient == Some(true) || self.listed().is_some_and(ErrorCode::is_transient)
    }

    /// What is throttled, if that is what it tells.
    #[must_use]
    pub fn throttled(&self) -> Option<Throttled> {
        self.specific_code()?.throttled()
    }

    /// Why it happened, in one sentence.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        match (self.listed(), self.status) {
            (Some(code), _) => code.cause(),
            (None, Some(401 | 403)) => ErrorCode::PERMISSION_DENIED.cause(),
            (None, Some(404)) => ErrorCode::OBJECT_NOT_FOUND.cause(),
            (None, Some(429)) => ErrorCode::RATE_LIMIT_HIT.cause(),
            (None, Some(500..)) => ErrorCode::API_UNKNOWN.cause(),
            _ => "The service does not say why.",
        }
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match (self.listed(), self.status) {
            (Some(code), _) => code.advice(),
            (None, Some(401)) => ErrorCode::AUTH_EXCEPTION.advice(),
            (None, Some(403)) => ErrorCode::PERMISSION_DENIED.advice(),
            (None, Some(404)) => ErrorCode::OBJECT_NOT_FOUND.advice(),
            (None, Some(429)) => ErrorCode::RATE_LIMIT_HIT.advice(),
            // For a code that is not listed, and for none.
            _ => ErrorCode::new(i64::MIN).advice(),
        }
    }
}

/// The code and its cause; never the words of the service, which may name a person.
impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.specific_code(), self.status) {
            (Some(code), _) => write!(f, "error {code}: {}", self.cause()),
            (None, Some(status)) => write!(f, "status {status}: {}", self.cause()),
            (None, None) => f.write_str(self.cause()),
        }
    }
}

impl std::error::Error for GraphError {}

/// The inner object, without `error` around it.
impl Serialize for GraphError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;

        fn entry<M: SerializeMap, T: Serialize>(
            map: &mut M,
            key: &str,
            value: Option<&T>,
        ) -> Result<(), M::Error> {
            value.map_or(Ok(()), |value| map.serialize_entry(key, value))
        }

        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "message", self.message.as_ref())?;
        entry(&mut map, "type", self.kind.as_ref())?;
        entry(&mut map, "code", self.code.as_ref())?;
        entry(&mut map, "error_subcode", self.subcode.as_ref())?;
        entry(&mut map, "is_transient", self.is_transient.as_ref())?;
        entry(&mut map, "error_user_title", self.title.as_ref())?;
        entry(&mut map, "error_user_msg", self.user_message.as_ref())?;
        match (&self.data, &self.details) {
            (Some(data), _) => map.serialize_entry("error_data", data)?,
            (None, Some(details)) => {
                map.serialize_entry("error_data", &serde_json::json!({ "details": details }))?;
            }
            (None, None) => {}
        }
        entry(&mut map, "fbtrace_id", self.trace_id.as_ref())?;
        entry(&mut map, "href", self.href.as_ref())?;
        map.end()
    }
}

/// Under `error`, or the object itself.
impl<'de> Deserialize<'de> for GraphError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from_value)
    }
}

/// Takes the first of these that is a number, also as text.
fn code(object: &mut Map<String, Value>, keys: &[&str]) -> Option<ErrorCode> {
    keys.iter().find_map(|key| {
        let value = object.remove(*key)?;
        ErrorCode::deserialize(value).ok()
    })
}

/// Takes the first of these that is text, a number or a flag.
fn text(object: &mut Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| scalar(object.remove(*key)?))
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn flag(value: Value) -> Option<bool> {
    crate::lenient::flag(value).ok()?
}

fn shortened(text: &str) -> &str {
    let mut end = text.len().min(TEXT_MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
