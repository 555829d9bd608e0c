//! The code of an error.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::table::{self, Entry};
use super::{ErrorCategory, Repeat};
use crate::lenient;

/// The code of an error, such as `REPEATED_CRM_MESSAGE_ID`.
///
/// The list is open: any text is a code. Codes are compared without underscores and letter case,
/// since the service's own sources write `repeatedCrmMessageId` as well.
///
/// See <https://wazzup24.com/help/api-en/common-errors/>.
///
/// ```
/// use wazzup_types::error::{ErrorCategory, ErrorCode, Repeat};
///
/// let code = ErrorCode::from("repeatedCrmMessageId");
/// assert_eq!(code, ErrorCode::REPEATED_CRM_MESSAGE_ID);
/// assert_eq!(code.category(), ErrorCategory::Conflict);
/// assert_eq!(code.repeat(), Repeat::Done);
/// assert_eq!(code.as_str(), "repeatedCrmMessageId");
/// ```
#[derive(Clone)]
pub struct ErrorCode(pub(super) Cow<'static, str>);

impl ErrorCode {
    /// The code as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this version names the code.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.entry().is_some()
    }

    /// What the error is about. [`Unknown`](ErrorCategory::Unknown) for a code that is not
    /// listed; the status may tell more then, see
    /// [`ApiErrorBody::category`](super::ApiErrorBody::category).
    #[must_use]
    pub fn category(&self) -> ErrorCategory {
        self.entry()
            .map_or(ErrorCategory::Unknown, |entry| entry.category)
    }

    /// Whether the caller may make the same call again.
    ///
    /// For a code of a message that was not delivered: whether to send it again.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        self.entry().map_or(Repeat::Unsure, |entry| entry.repeat)
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.entry().map_or(
            "The code is not documented: read its description, and ask support with the request id.",
            |entry| entry.advice,
        )
    }

    /// The category that the Python package 0.1.8 would give to an answer with this code and
    /// HTTP status, by its own rules and with its gaps: never
    /// [`Auth`](ErrorCategory::Auth) nor [`NotFound`](ErrorCategory::NotFound). For those who
    /// move from it; [`category`](Self::category) is the better one.
    #[must_use]
    pub fn peer_category(&self, status: u16) -> ErrorCategory {
        let code = self.0.to_uppercase();
        let is = |codes: &[&str]| codes.contains(&code.as_str());
        if status == 429 || is(&["TOO_MANY_REQUESTS"]) {
            ErrorCategory::RateLimit
        } else if status == 409 || is(&["REPEATED_CRM_MESSAGE_ID"]) {
            ErrorCategory::Conflict
        } else if status >= 500 || is(&["UNKNOWN_ERROR", "UNKNOWN_ERROR_WITH_TRACE_ID"]) {
            ErrorCategory::Server
        } else if code.starts_with("INVALID_")
            || is(&["VALIDATION_ERROR", "MESSAGE_ONLY_TEXT_OR_CONTENT"])
        {
            ErrorCategory::Validation
        } else if is(&[
            "WRONG_TRANSPORT",
            "MESSAGES_ABNORMAL_SEND",
            "MESSAGES_INVALID_CONTACT_TYPE",
        ]) {
            ErrorCategory::Transport
        } else if is(&[
            "CHANNEL_NOT_FOUND",
            "CHANNEL_BLOCKED",
            "CHANNEL_WAPI_REJECTED",
            "MESSAGE_CHANNEL_UNAVAILABLE",
            "CHANNEL_NO_MONEY",
            "NOTENOUGHMONEY",
        ]) {
            ErrorCategory::Channel
        } else if is(&[
            "MESSAGE_TEXT_TOO_LONG",
            "MESSAGES_TOO_LONG",
            "MESSAGES_TOO_LONG_TEXT",
            "MESSAGES_TOO_LONG_CAPTION",
            "MESSAGE_WRONG_CONTENT_TYPE",
            "MESSAGES_UNSUPPORTED_CONTENT_TYPE_INSTAPI",
            "MESSAGES_CONTENT_SIZE_EXCEEDED",
            "MESSAGES_CONTENT_SIZE_EXCEEDED_IMAGE",
            "MESSAGES_CONTENT_SIZE_EXCEEDED_DOCUMENT",
            "MESSAGES_CONTENT_CAN_NOT_BE_BLANK",
        ]) {
            ErrorCategory::Limit
        } else if is(&["MESSAGES_IS_SPAM", "TEMPLATE_REJECTED"]) {
            ErrorCategory::Spam
        } else if is(&["24_HOURS_EXCEEDED", "7_DAYS_EXCEEDED"]) {
            ErrorCategory::Window
        } else {
            ErrorCategory::Unknown
        }
    }

    fn entry(&self) -> Option<&'static Entry> {
        table::ENTRIES
            .iter()
            .find(|entry| folded(entry.code).eq(folded(&self.0)))
    }
}

/// The text by which codes are compared.
fn folded(code: &str) -> impl Iterator<Item = char> {
    code.chars()
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_lowercase())
}

impl PartialEq for ErrorCode {
    fn eq(&self, other: &Self) -> bool {
        *self == *other.as_str()
    }
}

impl Eq for ErrorCode {}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, other: &str) -> bool {
        folded(&self.0).eq(folded(other))
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl Hash for ErrorCode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        folded(&self.0).for_each(|letter| letter.hash(state));
        0xff_u8.hash(state);
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self(Cow::Owned(code.to_owned()))
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        Self(Cow::Owned(code))
    }
}

impl lenient::FromWire for ErrorCode {
    fn from_wire(raw: &str) -> Self {
        Self::from(raw)
    }
}

impl AsRef<str> for ErrorCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({})", self.0)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An unlisted code is for `Event::unknown` what an unlisted word of an enum is.
        if self.is_listed() {
            serializer.serialize_str(&self.0)
        } else {
            serializer.serialize_newtype_struct(wazzup_wire::open::MARKER, &*self.0)
        }
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::id(deserializer)
    }
}
