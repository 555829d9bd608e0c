//! JSON text as it came.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::read::mend_surrogates;

/// A JSON value as the service wrote it: cheap to clone, not yet read.
///
/// The events of one webhook body share its text; each holds the range that is its own.
/// `Debug` tells the length only, as the text may hold what people wrote.
///
/// ```
/// use wazzup_wire::RawJson;
///
/// let raw = RawJson::parse_text(r#"{"balance": 7}"#)?;
/// assert_eq!(raw.as_str(), r#"{"balance": 7}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct RawJson {
    text: Arc<str>,
    start: usize,
    end: usize,
}

impl RawJson {
    /// Keeps `text` after checking that it is one JSON value.
    ///
    /// # Errors
    ///
    /// What `serde_json` says if it is not.
    pub fn parse_text(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Writes `value` down as JSON.
    ///
    /// # Errors
    ///
    /// What `serde_json` says if the value cannot be written, such as a map with keys that are
    /// not text.
    pub fn from_value(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        Ok(Self::whole(serde_json::to_string(value)?.into()))
    }

    /// The part `range` of `text`, which must lie on character borders.
    pub(crate) fn part(text: &Arc<str>, range: Range<usize>) -> Self {
        debug_assert!(text.get(range.clone()).is_some());
        Self {
            text: Arc::clone(text),
            start: range.start,
            end: range.end,
        }
    }

    /// Text that is known to be one JSON value, such as that of a `RawValue`; it is not checked.
    #[must_use]
    pub fn whole(text: Arc<str>) -> Self {
        let end = text.len();
        Self {
            text,
            start: 0,
            end,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text[self.start..self.end]
    }

    /// Reads it as `T`.
    ///
    /// # Errors
    ///
    /// What `serde_json` says if it is no `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// The text it is, if it is text. U+FFFD stands for an escape of half a character.
    ///
    /// ```
    /// use wazzup_wire::RawJson;
    ///
    /// let cut_short = RawJson::parse_text(r#""ok \ud83d""#)?;
    /// assert_eq!(cut_short.text().as_deref(), Some("ok \u{fffd}"));
    /// assert_eq!(RawJson::parse_text("17")?.text(), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> Option<String> {
        serde_json::from_str(&mend_surrogates(self.as_str())).ok()
    }

    /// Whether it is the value `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_str() == "null"
    }
}

impl AsRef<str> for RawJson {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawJson({} bytes)", self.end - self.start)
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue =
            serde_json::from_str(self.as_str()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::whole(Box::<str>::from(raw).into()))
    }
}
