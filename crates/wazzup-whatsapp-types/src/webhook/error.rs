//! What went wrong, as webhooks tell it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

model! {
    /// Why a message failed or could not be shown, or a call was not made.
    pub struct WebhookError {
        /// The code, such as 131026.
        pub code: Option<i64>,
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
