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
    // In a box, and not even that if nothing is set, as for nearly all calls: requests are moved a lot.
    values: Option<Box<Values>>,
}

#[derive(Clone, Default)]
pub(crate) struct Values {
    pub(crate) connect_timeout: Option<Duration>,
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
    pub(crate) headers: Option<HeaderMap>,
}

static NOTHING_SET: Values = Values {
    connect_timeout: None,
    attempt_timeout: None,
    total_timeout: None,
    idle_timeout: None,
    body_limit: None,
    max_attempts: None,
    idempotent: None,
    repeat_within: None,
    limit_key: None,
    scopes: Vec::new(),
    credential: None,
    headers: None,
};

impl CallOptions {
    /// Options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    #[inline]
    pub(crate) fn values(&self) -> &Values {
        self.values.as_deref().unwrap_or(&NOTHING_SET)
    }

    fn set(mut self, set: impl FnOnce(&mut Values)) -> Self {
        set(self.values.get_or_insert_default());
        self
    }

    /// These options, with the headers and further scopes of earlier ones before their own.
    pub(crate) fn after(mut self, before: Self) -> Self {
        let Some(before) = before.values else {
            return self;
        };
        if !before.scopes.is_empty() {
            let values = self.values.get_or_insert_default();
            let newer = std::mem::replace(&mut values.scopes, before.scopes);
            values.scopes.extend(newer);
        }
        if let Some(mut headers) = before.headers {
            let values = self.values.get_or_insert_default();
            headers.extend(values.headers.take().unwrap_or_default());
            values.headers = Some(headers);
        }
        self
    }

    /// How long making a connection may take, TCP, proxy and TLS together, if this call has to have one
    /// made. Only for connections of the transport's own.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.set(|values| values.connect_timeout = Some(timeout))
    }

    /// How long one attempt may take, from handing the request to the connection to the last byte
    /// of the answer.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.set(|values| values.attempt_timeout = Some(timeout))
    }

    /// How long the call may take in all: waiting for the rate limit, every attempt, the pauses
    /// between them and reading the answer.
    pub fn total_timeout(self, timeout: Duration) -> Self {
        self.set(|values| values.total_timeout = Some(timeout))
    }

    /// How long nothing may come of an answer that is
    /// [streamed](crate::Transport::execute_streaming), once its head is there.
    pub fn idle_timeout(self, timeout: Duration) -> Self {
        self.set(|values| values.idle_timeout = Some(timeout))
    }

    /// The longest answer that is read, in bytes. One that is
    /// [streamed](crate::Transport::execute_streaming) has no limit unless it is set here.
    pub fn body_limit(self, bytes: usize) -> Self {
        self.set(|values| values.body_limit = Some(bytes))
    }

    /// How often the request is sent at most. `0` counts as `1`.
    pub fn max_attempts(self, attempts: u32) -> Self {
        self.set(|values| values.max_attempts = Some(attempts.max(1)))
    }

    /// Sends the request once, whatever happens.
    pub fn no_retry(self) -> Self {
        self.max_attempts(1)
    }

    /// Overrules the [idempotency](crate::Endpoint::is_idempotent) of the endpoint for this call,
    /// for example because the body holds a key by which the server recognises a repeat.
    pub fn idempotent(self, idempotent: bool) -> Self {
        self.set(|values| values.idempotent = Some(idempotent))
    }

    /// Allows a repeat to be sent only within this time after the first attempt was, for example
    /// because the server remembers for so long that it has seen the request.
    ///
    /// The time is checked before the pause, before the repeat itself is handed to the connection and
    /// when the connection takes its body, so neither a wait for the rate limit nor one for a
    /// connection can stretch it; time in which the machine sleeps counts. It bounds only repeats of what
    /// may have been executed; a request that provably was not is not bound by it.
    pub fn repeat_within(self, window: Duration) -> Self {
        self.set(|values| values.repeat_within = Some(window))
    }

    /// Counts this call against another key of the rate limit than the transport's own.
    pub fn limit_key(self, key: LimitKey) -> Self {
        self.set(|values| values.limit_key = Some(key))
    }

    /// Counts this call into a further bucket, with a key of its own, beside the one of its endpoint:
    /// say that of the recipient beside that of the sender.
    ///
    /// The call waits for all of them, and takes no place in the line of one while it waits for a
    /// slower one. A bucket for which there is no limit counts into the default one of that key, if that
    /// has one.
    pub fn also_counts_into(self, bucket: Bucket, key: LimitKey) -> Self {
        self.set(|values| values.scopes.push(Scope { bucket, key }))
    }

    /// Uses this credential for this call, in the place of that of the transport.
    pub fn credential(self, provider: impl CredentialProvider) -> Self {
        self.set(|values| values.credential = Some(Arc::new(provider)))
    }

    /// Adds a header, in place of one of the same name. The value never shows in `Debug`.
    pub fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.set(|values| {
            values.headers.get_or_insert_default().insert(name, value);
        })
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values();
        f.debug_struct("CallOptions")
            .field("connect_timeout", &values.connect_timeout)
            .field("attempt_timeout", &values.attempt_timeout)
            .field("total_timeout", &values.total_timeout)
            .field("idle_timeout", &values.idle_timeout)
            .field("body_limit", &values.body_limit)
            .field("max_attempts", &values.max_attempts)
            .field("idempotent", &values.idempotent)
            .field("repeat_within", &values.repeat_within)
            .field(
                "headers",
                &values.headers.as_ref().map_or(0, |headers| headers.len()),
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
        assert_eq!(
            CallOptions::new().max_attempts(0).values().max_attempts,
            Some(1)
        );
    }
}
