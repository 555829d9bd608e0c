//! The one error of everything that goes over the wire.

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::StatusCode;

pub use self::{
    decoder::{ErrorDecoder, ErrorDetails},
    kind::ErrorKind,
};
use crate::{BoxError, Reply, call::Call, collect::CutOff, judge::Verdict};

pub(crate) mod classify;
mod decoder;
mod kind;

/// Why a call failed.
///
/// Match on [`kind`](Self::kind) to act on it, print it to log it, and walk
/// [`source`](StdError::source) for the cause. One line on `Display`; no secret, no URL and nothing
/// of what was sent or received in either format, but for the provider's error code.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: &'static str,
    status: Option<StatusCode>,
    code: Option<Box<str>>,
    message: Option<Box<str>>,
    body: Bytes,
    retry_after: Option<Duration>,
    worth_repeating: Option<bool>,
    attempts: u32,
    may_have_executed: bool,
    cut_off: bool,
    source: Option<BoxError>,
}

impl Error {
    /// An error of this kind, about this operation. For middleware, and for tests of what handles
    /// errors; the transport makes its own.
    #[must_use]
    pub fn new(kind: ErrorKind, operation: &'static str) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            status: None,
            code: None,
            message: None,
            body: Bytes::new(),
            retry_after: None,
            worth_repeating: None,
            attempts: 0,
            may_have_executed: false,
            cut_off: false,
            source: None,
        }))
    }

    /// Sets the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Sets the provider's code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<Box<str>>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// Sets the status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.status = Some(status);
        self
    }

    /// Sets whether the server may have executed the request.
    #[must_use]
    pub fn with_may_have_executed(mut self, may_have_executed: bool) -> Self {
        self.0.may_have_executed = may_have_executed;
        self
    }

    /// Sets how often the request was sent.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets how long the server asked to wait.
    #[must_use]
    pub fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// What went wrong, coarsely.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the call that failed.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The status of the last answer, if the last attempt had one, even if no more than that: the
    /// body may have broken off.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The provider's error code, as its [`ErrorDecoder`] found it.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The provider's words. May repeat what was sent, so it is in no log of ours.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// The body of the answer; empty if there was none.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// How long the server asked to wait, if it did. Zero is an answer too.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How often the request was handed to a connection. `0` if it never was, for example because
    /// the time was up while it waited for the rate limit.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the server may have executed the request, in any of the attempts.
    ///
    /// `false` is a proof: no attempt reached the server, or every one that did was refused.
    #[must_use]
    pub fn may_have_executed(&self) -> bool {
        self.0.may_have_executed
    }

    /// Whether the same call can succeed later, given whether it may run twice.
    ///
    /// This is the only judge of it: the retries of the transport ask the same question of every
    /// attempt.
    #[must_use]
    pub fn is_retryable(&self, idempotent: bool) -> bool {
        let safe = idempotent || !self.0.may_have_executed;
        is_retryable(self.0.kind, self.0.status, self.0.worth_repeating, safe)
    }

    /// Whether the server answered, and refused, but what it said besides the
    /// [status](Self::status) did not arrive: the connection broke off, the time was up, or it was too
    /// long.
    ///
    /// The kind is that of the status then.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.0.cut_off
    }

    /// Whether no answer came in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// What a failed stack says, with what the call knows about itself. If attempts are `counted`,
    /// none means that nothing was sent.
    pub(crate) fn from_stack(error: BoxError, call: &Call, counted: bool) -> Self {
        let class = classify::Class::of(&error);
        if call.attempts() == 0 && (!counted || !error.is::<Self>()) {
            // No layer of ours watched the request go.
            call.begin_attempt(false);
            call.settle(!class.unsent);
        }
        let mut error = match error.downcast::<Self>() {
            Ok(own) => *own,
            Err(foreign) => Self::new(class.kind, call.operation()).with_source(foreign),
        };
        error.fill(call);
        error
    }

    /// What a refusing answer says.
    pub(crate) fn from_reply(
        reply: Reply,
        verdict: Verdict,
        cut_off: Option<CutOff>,
        call: &Call,
    ) -> Self {
        let (status, headers, body) = reply.into_parts();
        let details = call.decoder().map(|decoder| decoder.decode(status, &body));
        let details = details.unwrap_or_default();
        let kind = details.kind;
        let kind = kind.unwrap_or_else(|| kind_of_answer(status, &verdict));
        let mut error = Self::new(kind, call.operation()).with_status(status);
        error.0.code = details.code;
        error.0.message = details.message;
        error.0.body = body;
        error.0.worth_repeating = verdict.repeat;
        let asked = || crate::retry_after::read(&headers);
        error.0.retry_after = verdict.retry_after.or_else(asked);
        error.0.cut_off = cut_off.is_some();
        error.0.source = cut_off.map(Into::into);
        error.fill(call);
        error
    }

    /// Of an attempt that ended before the body of this refusal was read.
    pub(crate) fn of_head(status: StatusCode, operation: &'static str) -> Self {
        let mut error = Self::new(kind_of(status), operation).with_status(status);
        error.0.cut_off = true;
        error
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.0.body = body;
        self
    }

    pub(crate) fn fill(&mut self, call: &Call) {
        self.0.operation = call.operation();
        self.0.attempts = self.0.attempts.max(call.attempts());
        // A middleware may know of a doubt that the call does not.
        self.0.may_have_executed |= call.conclude();
        // An answer that broke off, or stopped, still had a status.
        self.0.status = self.0.status.or_else(|| call.status());
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        write!(f, "{}: {}", inner.operation, inner.kind)?;
        let code = inner.code.as_deref().filter(|code| is_printable(code));
        match (inner.status, code) {
            (Some(status), Some(code)) => write!(f, " ({} {code})", status.as_u16())?,
            (Some(status), None) => write!(f, " ({})", status.as_u16())?,
            (None, Some(code)) => write!(f, " ({code})")?,
            (None, None) => {}
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        Ok(())
    }
}

/// Everything but the body, of which it tells the length, and the provider's words.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let code = inner.code.as_deref().filter(|code| is_printable(code));
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("status", &inner.status)
            .field("code", &code)
            .field("body", &format_args!("{} bytes", inner.body.len()))
            .field("retry_after", &inner.retry_after)
            .field("attempts", &inner.attempts)
            .field("may_have_executed", &inner.may_have_executed)
            .field("source", &inner.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// What follows from a status that is not a success.
pub(crate) fn kind_of(status: StatusCode) -> ErrorKind {
    match status {
        StatusCode::UNAUTHORIZED => ErrorKind::Unauthorized,
        StatusCode::FORBIDDEN => ErrorKind::Forbidden,
        StatusCode::NOT_FOUND | StatusCode::GONE => ErrorKind::NotFound,
        StatusCode::REQUEST_TIMEOUT => ErrorKind::Timeout,
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        status if status.is_server_error() => ErrorKind::Server,
        _ => ErrorKind::Rejected,
    }
}

/// What follows from a status that is not a success, and from what the body says.
pub(crate) fn kind_of_answer(status: StatusCode, verdict: &Verdict) -> ErrorKind {
    if verdict.bucket.is_some() {
        ErrorKind::RateLimited
    } else {
        kind_of(status)
    }
}

/// Whether the server refused to execute the request.
///
/// A 408 is none: it may follow a request that was read whole. Nor is a 303, which often points
/// to the result.
pub(crate) fn is_refusal(status: StatusCode) -> bool {
    match status {
        StatusCode::REQUEST_TIMEOUT => false,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => true,
        _ => status.is_client_error(),
    }
}

/// Whether a request can succeed later, given whether it is safe to send it again and what the answer
/// says of it.
pub(crate) fn is_retryable(
    kind: ErrorKind,
    status: Option<StatusCode>,
    worth_repeating: Option<bool>,
    safe: bool,
) -> bool {
    if let Some(worth) = worth_repeating {
        return worth && safe;
    }
    match kind {
        ErrorKind::Connect | ErrorKind::RateLimited | ErrorKind::Timeout | ErrorKind::Closed => {
            safe
        }
        ErrorKind::Server => safe && !status.is_some_and(is_final_failure),
        _ => false,
    }
}

/// Whether the server will say the same to the same request for ever.
fn is_final_failure(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::NOT_IMPLEMENTED | StatusCode::HTTP_VERSION_NOT_SUPPORTED
    )
}

// A code is a short word or a number too short for a phone. What a server puts in its place may be
// anything.
fn is_printable(code: &str) -> bool {
    let mut bytes = code.bytes();
    code.len() <= 64
        && bytes
            .next()
            .is_some_and(|first| first.is_ascii_alphanumeric())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        && (code.len() <= 7 || code.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_line_without_the_source() {
        let error = Error::new(ErrorKind::Unauthorized, "messages.send")
            .with_status(StatusCode::FORBIDDEN)
            .with_source("key 0123 is wrong");
        assert_eq!(error.to_string(), "messages.send: unauthorized (403)");
    }

    #[test]
    fn a_code_is_printed_only_if_it_looks_like_one() {
        let error = Error::new(ErrorKind::Rejected, "a.b");
        assert_eq!(
            error.with_code("NO_CHAT").to_string(),
            "a.b: rejected (NO_CHAT)"
        );
        for junk in ["79990000000", "two words", "", "line\nbreak"] {
            let error = Error::new(ErrorKind::Rejected, "a.b").with_code(junk);
            assert_eq!(error.to_string(), "a.b: rejected");
            assert!(junk.is_empty() || !format!("{error:?}").contains(junk));
            assert_eq!(error.code(), Some(junk));
        }
    }

    #[test]
    fn debug_tells_only_the_length_of_the_body() {
        let error = Error::new(ErrorKind::Rejected, "a.b").with_body(Bytes::from_static(b"hush"));
        assert!(format!("{error:?}").contains("4 bytes"));
        assert!(!format!("{error:?}").contains("hush"));
    }

    #[test]
    fn what_may_have_been_executed_is_repeated_only_if_idempotent() {
        for kind in [ErrorKind::Timeout, ErrorKind::Closed, ErrorKind::Server] {
            let error = Error::new(kind, "a.b").with_may_have_executed(true);
            assert!(error.is_retryable(true));
            assert!(!error.is_retryable(false));
        }
        for kind in [
            ErrorKind::Unauthorized,
            ErrorKind::Rejected,
            ErrorKind::Decode,
        ] {
            assert!(!Error::new(kind, "a.b").is_retryable(true));
        }
        assert!(Error::new(ErrorKind::Connect, "a.b").is_retryable(false));
    }
}
