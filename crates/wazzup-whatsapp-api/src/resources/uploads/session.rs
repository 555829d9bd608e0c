use std::fmt;

use serde::{Deserialize, Deserializer, de::Error as _};
use wazzup_transport::Reply;

use crate::Result;

macro_rules! opaque {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes one that was stored.
            #[must_use]
            pub fn new(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// It as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        /// It opens what was uploaded, so it is not shown.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(<hidden>)"))
            }
        }
    };
}

opaque! {
    /// A resumable upload under way, such as `upload:TVRZ…?sig=AbC`. Whoever knows it can go on with it.
    UploadSession
}

opaque! {
    /// What was uploaded, such as `4::aW1h…`: goes into the example of a template, or into a profile as
    /// its picture.
    UploadHandle
}

pub(super) fn started(reply: Result<Reply>) -> Result<UploadSession> {
    #[derive(Deserialize)]
    struct Started {
        id: Box<str>,
    }

    Ok(UploadSession(reply?.json::<Started>()?.id))
}

pub(super) fn finished(reply: Result<Reply>) -> Result<UploadHandle> {
    #[derive(Deserialize)]
    struct Finished {
        h: Box<str>,
    }

    Ok(UploadHandle(reply?.json::<Finished>()?.h))
}

/// A number, or the same as text.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u64),
        Text(String),
    }

    match Either::deserialize(deserializer)? {
        Either::Number(number) => Ok(number),
        Either::Text(text) => text.parse().map_err(D::Error::custom),
    }
}
