//! What several kinds of interactive messages are made of.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::invalid::{self, Invalid};

/// Longest body, in characters, unless the kind of message says otherwise.
pub const BODY_MAX_CHARS: usize = 1024;

/// Longest footer, in characters.
pub const FOOTER_MAX_CHARS: usize = 60;

/// Longest text of a button, in characters.
pub const BUTTON_MAX_CHARS: usize = 20;

/// Longest data of a reply button, in characters.
pub const BUTTON_ID_MAX_CHARS: usize = 256;

/// `{"text": …}`, as bodies and footers are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Words {
    text: String,
}

impl Words {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn check(&self, field: &'static str, max: usize) -> Result<(), Invalid> {
        invalid::chars_within(field, &self.text, max)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

pub(super) fn check_body(body: Option<&Words>) -> Result<(), Invalid> {
    body.map_or(Ok(()), |body| body.check("body.text", BODY_MAX_CHARS))
}

pub(super) fn check_footer(footer: Option<&Words>) -> Result<(), Invalid> {
    footer.map_or(Ok(()), |footer| {
        footer.check("footer.text", FOOTER_MAX_CHARS)
    })
}

pub(super) fn check_url(field: &'static str, url: &str) -> Result<(), Invalid> {
    crate::message::http(field, url)
}

/// Gives a message with a `body` that cannot be missing its accessor.
macro_rules! with_body {
    ($($name:ident),+) => {$(
        impl $name {
            /// The text.
            #[must_use]
            pub fn body(&self) -> &str {
                self.body.as_str()
            }
        }
    )+};
}

/// Gives a message with a `footer` its setter and its accessor.
macro_rules! with_footer {
    ($($name:ident),+) => {$(
        impl $name {
            /// Puts small text below.
            ///
            /// # Errors
            ///
            /// [`Invalid`](crate::Invalid) if it is empty or longer than
            /// [60 characters](crate::interactive::FOOTER_MAX_CHARS).
            pub fn footer(mut self, footer: impl Into<String>) -> Result<Self, crate::Invalid> {
                self.footer = Some(Words::new(footer));
                self.checked()
            }

            /// The small text below.
            #[must_use]
            pub fn get_footer(&self) -> Option<&str> {
                self.footer.as_ref().map(Words::as_str)
            }
        }
    )+};
}

/// Gives a message with a `header` of any kind its setter and its accessor.
macro_rules! with_header {
    ($($name:ident),+) => {$(
        impl $name {
            /// Puts a text, a picture, a film or a file above.
            #[must_use]
            pub fn header(mut self, header: impl Into<crate::interactive::Header>) -> Self {
                self.header = Some(header.into());
                self
            }

            /// What is above.
            #[must_use]
            pub fn get_header(&self) -> Option<&crate::interactive::Header> {
                self.header.as_ref()
            }
        }
    )+};
}
