//! How a provider's error bodies are read.

use std::fmt;

use http::StatusCode;

use super::{ErrorKind, is_printable};

/// Reads what a provider says in the body of an error answer.
///
/// Implemented by closures of the same arguments:
///
/// ```
/// use http::StatusCode;
/// use wazzup_transport::{ErrorDetails, ErrorDecoder};
///
/// fn decoder() -> impl ErrorDecoder {
///     |_: StatusCode, body: &[u8]| match std::str::from_utf8(body) {
///         Ok(code) => ErrorDetails::new().code(code),
///         Err(_) => ErrorDetails::new(),
///     }
/// }
/// # assert_eq!(format!("{:?}", decoder().decode(StatusCode::BAD_REQUEST, b"X")), "ErrorDetails { code: Some(\"X\"), kind: None, .. }");
/// ```
pub trait ErrorDecoder: Send + Sync + 'static {
    /// Reads the body of an answer that is not a success. It may be empty or anything at all.
    fn decode(&self, status: StatusCode, body: &[u8]) -> ErrorDetails;
}

impl<F> ErrorDecoder for F
where
    F: Fn(StatusCode, &[u8]) -> ErrorDetails + Send + Sync + 'static,
{
    fn decode(&self, status: StatusCode, body: &[u8]) -> ErrorDetails {
        self(status, body)
    }
}

/// What an [`ErrorDecoder`] found in a body.
#[derive(Clone, Default)]
#[must_use]
pub struct ErrorDetails {
    pub(super) code: Option<Box<str>>,
    pub(super) message: Option<Box<str>>,
    pub(super) kind: Option<ErrorKind>,
}

impl ErrorDetails {
    /// Nothing found.
    pub fn new() -> Self {
        Self::default()
    }

    /// The provider's code, [`Error::code`](crate::Error::code).
    pub fn code(mut self, code: impl Into<Box<str>>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The provider's words, [`Error::message`](crate::Error::message).
    pub fn message(mut self, message: impl Into<Box<str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Overrules the kind that follows from the status.
    ///
    /// Only what the caller sees: whether the attempt is repeated was decided before, by the status
    /// and the [judge](crate::judge).
    pub fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = Some(kind);
        self
    }
}

/// Without the message, which may repeat what was sent, and without a code that does not look like
/// one.
impl fmt::Debug for ErrorDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.as_deref().filter(|code| is_printable(code));
        f.debug_struct("ErrorDetails")
            .field("code", &code)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_a_code_only_if_it_looks_like_one() {
        let shown = |code| format!("{:?}", ErrorDetails::new().code(code));
        assert!(shown("NO_CHAT").contains("NO_CHAT"));
        assert!(!shown("79990000000").contains("7999"));
    }
}
