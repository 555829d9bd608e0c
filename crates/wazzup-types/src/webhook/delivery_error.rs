//! Why a message was not delivered.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::RawJson;
use crate::error::ErrorCode;
use crate::lenient::{none, text};

/// Why a message was not delivered: `error` of a message or a status.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeliveryError {
    /// The code, such as [`BAD_CONTACT`](ErrorCode::BAD_CONTACT).
    #[serde(rename = "error", skip_serializing_if = "none")]
    pub code: Option<ErrorCode>,
    /// What the service says about it. It may name a person.
    #[serde(skip_serializing_if = "none")]
    pub description: Option<String>,
    /// More of it: documented as text, seen as an object.
    #[serde(skip_serializing_if = "none")]
    pub data: Option<RawJson>,
}

masked_debug! { DeliveryError { code, data; hidden: description } }

impl DeliveryError {
    /// An error. For tests and for servers that play the service.
    #[must_use]
    pub fn new(code: impl Into<ErrorCode>) -> Self {
        Self {
            code: Some(code.into()),
            description: None,
            data: None,
        }
    }
}

impl<'de> Deserialize<'de> for DeliveryError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ErrorVisitor;

        impl<'de> Visitor<'de> for ErrorVisitor {
            type Value = DeliveryError;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an error")
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<Self::Value, E> {
                Ok(DeliveryError::new(code))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let wire = Wire::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DeliveryError {
                    code: wire.error.or(wire.code),
                    description: wire.description.or(wire.message),
                    data: wire.data,
                })
            }
        }

        deserializer.deserialize_any(ErrorVisitor)
    }
}

/// `code` and `message` are what the service's Python package expects; never seen.
#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    error: Option<ErrorCode>,
    #[serde(default)]
    code: Option<ErrorCode>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    #[serde(default)]
    data: Option<RawJson>,
}
