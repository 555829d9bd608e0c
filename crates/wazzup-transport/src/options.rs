//! What a caller may set for one call.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    Bucket,
    auth::CredentialProvider,
    rate_limit::{LimitKey, Scope},
};

/// What a caller may set for one call. What is not set is as the [`Transport`](crate::Transport)
/// was built.
#[derive(Clone, Default)]
#[must_use = "options do nothing until given to a request"]
pub struct CallOptions {
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) repeat_within: Option<Duration>,
    pub(crate) limit_key: Option<LimitKey>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) credential: Option<Arc<dyn CredentialProvider>>,
    // Boxed: nearly no call has any, and a `HeaderMap` is 96 bytes.
    pub(crate) headers: Option<Box<HeaderMap>>,
}

impl CallOptions {
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long one attempt may take, from handing the request to the connection to the last byte
    /// of the answer.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// How long the call may take in all: waiting for the rate limit, every attempt, the pauses
    /// between them and reading the answer.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// How long nothing may come of an answer that is
    /// [streamed](crate::Transport::execute_streaming), once its head is there.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// The longest answer that is read, in bytes. One that is
    /// [streamed](crate::Transport::execute_streaming) has no limit unless it is set here.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = Some(bytes);
        self
    }

    /// How often the request is sent at most. `0` counts as `1`.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(attempts.max(1));
        self
    }

    /// Sends the request once, whatever happens.
    pub fn no_retry(self) -> Self {
        self.max_attempts(1)
    }

    /// Overrules the [idempotency](crate::Endpoint::is_idempotent) of the endpoint for this call,
    /// for example because the body holds a key by which the server recognises a repeat.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Allows a repeat to be sent only within this time after the first attempt was, for example
    /// because the server remembers for so long that it has seen the request.
    ///
    /// The time is checked before the pause, before the repeat itself is handed to the connection and
    /// when the connection takes its body, so neither a wait for the rate limit nor one for a
    /// connection can stretch it; time in which the machine sleeps counts. It bounds only repeats of what
    /// may have been executed; a request that provably was not is not bound by it.
    pub fn repeat_within(mut self, window: Duration) -> Self {
        self.repeat_within = Some(window);
        self
    }

    /// Counts this call against another key of the rate limit than the transport's own.
    pub fn limit_key(mut self, key: LimitKey) -> Self {
        self.limit_key = Some(key);
        self
    }

    /// Counts this call into a further bucket, with a key of its own, beside the one of its endpoint:
    /// say that of the recipient beside that of the sender.
    ///
    /// The call waits for all of them, and takes no place in the line of one while it waits for a
    /// slower one. A bucket for which there is no limit counts into the default one of that key, if that
    /// has one.
    pub fn also_counts_into(mut self, bucket: Bucket, key: LimitKey) -> Self {
        self.scopes.push(Scope { bucket, key });
        self
    }

    /// Uses this credential for this call, in the place of that of the transport.
    pub fn credential(mut self, provider: impl CredentialProvider) -> Self {
        self.credential = Some(Arc::new(provider));
        self
    }

    /// Adds a header, in place of one of the same name. The value never shows in `Debug`.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.get_or_insert_default().insert(name, value);
        self
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("body_limit", &self.body_limit)
            .field("max_attempts", &self.max_attempts)
            .field("idempotent", &self.idempotent)
            .field("repeat_within", &self.repeat_within)
            .field(
                "headers",
                &self.headers.as_ref().map_or(0, |headers| headers.len()),
            )
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_counts_headers_and_shows_none() {
        let options = CallOptions::new().header(
            HeaderName::from_static("x-secret"),
            HeaderValue::from_static("hush"),
        );

        let shown = format!("{options:?}");
        assert!(shown.contains("headers: 1"), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
    }

    #[test]
    fn no_attempts_at_all_cannot_be_asked_for() {
        assert_eq!(CallOptions::new().max_attempts(0).max_attempts, Some(1));
    }
}
