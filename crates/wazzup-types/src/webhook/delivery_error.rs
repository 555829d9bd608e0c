//! Why a message was not delivered.

use serde::{Deserialize, Serialize};

use crate::error::ErrorCode;
use crate::lenient::{none, text};
use crate::RawJson;

/// Why a message was not delivered: `error` of a message or a status.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire")]
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
        Self { code: Some(code.into()), description: None, data: None }
    }
}

#[derive(Deserialize)]
struct Wire {
    #[serde(default)]
    error: Option<ErrorCode>,
    /// Never seen, but what the service's Python package expects.
    #[serde(default)]
    code: Option<ErrorCode>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default)]
    data: Option<RawJson>,
}

impl From<Wire> for DeliveryError {
    fn from(wire: Wire) -> Self {
        Self { code: wire.error.or(wire.code), description: wire.description, data: wire.data }
    }
}
