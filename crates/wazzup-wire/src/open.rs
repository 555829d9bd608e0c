//! What an open enum keeps when the service sends a value it does not name.

use std::fmt;

use serde::{Serialize, Serializer};

/// The newtype name under which [`Unlisted`] and unreadable times serialize.
///
/// `serde_json` writes a newtype as its content, so the wire never shows it; the finder behind
/// [`unknown::of`](crate::unknown::of) knows values by it.
pub const MARKER: &str = "$wazzup_wire::unlisted";

/// A wire value that an open enum did not name.
///
/// Only reading makes one, so naming the value in a later version breaks no caller.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unlisted(Box<str>);

impl Unlisted {
    /// For the code that `open_enum!` makes. Not for users: a value made by hand may be named by a
    /// later version.
    #[doc(hidden)]
    pub fn new(raw: impl Into<Box<str>>) -> Self {
        Self(raw.into())
    }

    /// The value as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Unlisted {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Unlisted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Serialize for Unlisted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(MARKER, &*self.0)
    }
}
