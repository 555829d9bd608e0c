//! What is said about an answer, and who says it.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, StatusCode};

use crate::Bucket;

/// Reads what a refusing answer says about repeats.
///
/// Implemented by closures of the same argument. See the [module](super).
pub trait Judge: Send + Sync + 'static {
    /// What follows from an answer that is no success. Its body may be anything at all.
    fn judge(&self, answer: Answer<'_>) -> Verdict;
}

impl<F> Judge for F
where
    F: Fn(Answer<'_>) -> Verdict + Send + Sync + 'static,
{
    fn judge(&self, answer: Answer<'_>) -> Verdict {
        self(answer)
    }
}

impl<J: Judge + ?Sized> Judge for Arc<J> {
    fn judge(&self, answer: Answer<'_>) -> Verdict {
        J::judge(self, answer)
    }
}

/// An answer that is no success.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Answer<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The whole body; empty if it could not be read.
    pub body: &'a [u8],
}

/// Without headers and body.
impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// What a refusing answer means for repeats.
///
/// What is left open follows from the status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Verdict {
    pub(crate) bucket: Option<Bucket>,
    pub(crate) unexecuted: bool,
    pub(crate) repeat: Option<bool>,
    pub(crate) retry_after: Option<Duration>,
}

impl Verdict {
    /// The status says all.
    pub const fn by_status() -> Self {
        Self {
            bucket: None,
            unexecuted: false,
            repeat: None,
            retry_after: None,
        }
    }

    /// Too many requests in this bucket: not executed, and worth repeating later.
    ///
    /// Of what the call counts into, the scope of this bucket is held back, and nothing else; if
    /// there is none of it, the one that a 429 would hold back.
    pub const fn throttled(bucket: Bucket) -> Self {
        let mut verdict = Self::by_status().not_executed();
        verdict.bucket = Some(bucket);
        verdict
    }

    /// It is certain that the request was not executed, whatever the status suggests.
    ///
    /// A request that must not run twice is repeated on the strength of this. Say it only of what the
    /// service documents as refused.
    pub const fn not_executed(mut self) -> Self {
        self.unexecuted = true;
        self
    }

    /// Whether the same request can succeed later, whatever the status suggests.
    ///
    /// One that may have been executed and must not run twice is not repeated nevertheless.
    pub const fn repeat(mut self, worth: bool) -> Self {
        self.repeat = Some(worth);
        self
    }

    /// How long to wait, instead of what `Retry-After` says.
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The bucket in which there were too many requests.
    #[must_use]
    pub const fn bucket(&self) -> Option<Bucket> {
        self.bucket
    }

    /// Whether it is certain that the request was not executed.
    #[must_use]
    pub const fn is_not_executed(&self) -> bool {
        self.unexecuted
    }

    /// Whether the same request can succeed later, if that was said.
    #[must_use]
    pub const fn is_worth_repeating(&self) -> Option<bool> {
        self.repeat
    }

    /// How long to wait, if that was said.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        self.retry_after
    }
}
