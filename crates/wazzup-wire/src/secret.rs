//! Keys that must not be printed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Invalid, invalid, lenient};

/// An API key, a CRM key or another secret. It has no `Display`, and `Debug` masks it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Box<str>);

impl Secret {
    /// Takes a secret. Its shape is not checked: the service documents none.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty.
    pub fn new(secret: impl Into<String>) -> Result<Self, Invalid> {
        let secret = secret.into().into_boxed_str();
        invalid::not_empty("secret", &secret)?;
        Ok(Self(secret))
    }

    /// The secret itself. Not for logs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl lenient::FromWire for Secret {
    fn from_wire(raw: &str) -> Self {
        Self(raw.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(<hidden>)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::id(deserializer)
    }
}
