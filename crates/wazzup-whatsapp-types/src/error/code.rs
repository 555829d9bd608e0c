//! The code of an error.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::table::{self, Entry};
use super::{ErrorClass, Repeat, Throttled};
use crate::lenient;

/// The code of an error, such as 131047.
///
/// The list is open: any number is a code. The subcodes that say more than the code 100 they come with
/// are in the same list.
///
/// ```
/// use wazzup_whatsapp_types::error::{ErrorClass, ErrorCode, Repeat, Throttled};
///
/// let code = ErrorCode::new(131056);
/// assert_eq!(code, ErrorCode::TOO_MANY_MESSAGES);
/// assert_eq!(code.class(), ErrorClass::Throttling);
/// assert_eq!(code.repeat(), Repeat::Later);
/// assert_eq!(code.throttled(), Some(Throttled::Pair));
/// assert_eq!(code.pywa_class(), Some("TooManyMessages"));
/// ```
///
/// See [Error codes](https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(pub(super) i64);

/// Every code from the first to the last says that a permission is missing.
const PERMISSIONS: std::ops::RangeInclusive<i64> = 200..=299;

impl ErrorCode {
    /// The code of that number.
    #[must_use]
    pub const fn new(code: i64) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this version names the code: itself, or as one of the permissions from 200 to 299.
    #[must_use]
    pub fn is_listed(self) -> bool {
        self.entry().is_some()
    }

    /// What the error is about. [`Unknown`](ErrorClass::Unknown) for a code that is not listed.
    #[must_use]
    pub fn class(self) -> ErrorClass {
        self.entry()
            .map_or(ErrorClass::Unknown, |entry| entry.class)
    }

    /// Whether the caller may make the same call again.
    ///
    /// For a message that was taken and then failed: whether to send it again.
    #[must_use]
    pub fn repeat(self) -> Repeat {
        self.entry().map_or(Repeat::Unsure, |entry| entry.repeat)
    }

    /// Whether it is worth making the call again at once, with growing pauses: the service is
    /// overloaded or held up for a moment, and has done nothing.
    ///
    /// Narrower than [`Repeat::Later`], which may mean tomorrow; see [`wait`](Self::wait).
    #[must_use]
    pub fn is_transient(self) -> bool {
        self.entry().is_some_and(|entry| entry.transient)
    }

    /// How long to wait at least before the call is made again, where that is known.
    #[must_use]
    pub fn wait(self) -> Option<Duration> {
        self.entry()?.wait
    }

    /// What is throttled, if that is what the code tells.
    #[must_use]
    pub fn throttled(self) -> Option<Throttled> {
        self.entry()?.throttled
    }

    /// Why it happened, in one sentence.
    #[must_use]
    pub fn cause(self) -> &'static str {
        self.entry()
            .map_or("The code is not documented.", |entry| entry.cause)
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn advice(self) -> &'static str {
        self.entry().map_or(
            "Read the message and the details of the error, and give support its trace id.",
            |entry| entry.advice,
        )
    }

    /// The class that pywa 4 has for the code, if it has one.
    #[must_use]
    pub fn pywa_class(self) -> Option<&'static str> {
        self.entry()?.pywa
    }

    fn entry(self) -> Option<&'static Entry> {
        let code = if PERMISSIONS.contains(&self.0) {
            *PERMISSIONS.start()
        } else {
            self.0
        };
        table::ENTRIES.iter().find(|entry| entry.code == code)
    }
}

impl From<i64> for ErrorCode {
    fn from(code: i64) -> Self {
        Self(code)
    }
}

impl From<ErrorCode> for i64 {
    fn from(code: ErrorCode) -> Self {
        code.0
    }
}

impl PartialEq<i64> for ErrorCode {
    fn eq(&self, other: &i64) -> bool {
        self.0 == *other
    }
}

impl std::str::FromStr for ErrorCode {
    type Err = std::num::ParseIntError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        code.trim().parse().map(Self)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorCode({})", self.0)
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

/// A number, also as text.
impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = lenient::integer(deserializer)?;
        code.map(Self)
            .ok_or_else(|| de::Error::custom("no code, expected a number"))
    }
}
