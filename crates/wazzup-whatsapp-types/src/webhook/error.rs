//! What went wrong, as webhooks tell it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::error::{ErrorClass, ErrorCode, Repeat};

model! {
    /// Why a message failed or could not be shown, or a call was not made.
    pub struct WebhookError {
        /// The code, such as [`MESSAGE_UNDELIVERABLE`](ErrorCode::MESSAGE_UNDELIVERABLE).
        pub code: Option<ErrorCode>,
        /// The code in a few words.
        pub title: Option<String>,
        /// The same, mostly.
        pub message: Option<String> [hidden],
        /// More of it.
        pub error_data: Option<ErrorData>,
        /// Address of the page on errors.
        pub href: Option<String>,
    }
}

impl WebhookError {
    /// What it is about.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        self.code.map_or(ErrorClass::Unknown, ErrorCode::class)
    }

    /// Whether the message may be sent, or the call be made, again.
    #[must_use]
    pub fn repeat(&self) -> Repeat {
        self.code.map_or(Repeat::Unsure, ErrorCode::repeat)
    }

    /// Why it happened, in one sentence.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        self.known().cause()
    }

    /// What to do about it, in one sentence.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.known().advice()
    }

    /// What is wrong, more exactly. It may name a person.
    #[must_use]
    pub fn details(&self) -> Option<&str> {
        self.error_data.as_ref()?.details.as_deref()
    }

    /// The code, or one that is not listed.
    fn known(&self) -> ErrorCode {
        self.code.unwrap_or(ErrorCode::new(i64::MIN))
    }
}

/// More on an error: an object on the wire, or its details alone.
#[derive(Clone, Default, PartialEq, serde::Serialize)]
#[non_exhaustive]
pub struct ErrorData {
    /// What is wrong, in a sentence. It may name a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<String>,
}

debug! { ErrorData { details [hidden], } }

inline! { ErrorData }

impl<'de> Deserialize<'de> for ErrorData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DataVisitor;

        impl<'de> Visitor<'de> for DataVisitor {
            type Value = ErrorData;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("details of an error")
            }

            fn visit_str<E: de::Error>(self, details: &str) -> Result<Self::Value, E> {
                let details = Some(details.to_owned());
                Ok(ErrorData { details })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let Wire { details } = Wire::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ErrorData { details })
            }
        }

        #[derive(Deserialize)]
        struct Wire {
            #[serde(default, deserialize_with = "super::model::read")]
            details: Option<String>,
        }

        deserializer.deserialize_any(DataVisitor)
    }
}
