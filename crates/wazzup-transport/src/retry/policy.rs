//! Whether and when to try again.

use std::time::Duration;

use http::StatusCode;

use super::{Backoff, Budget};
use crate::{ErrorKind, error};

/// Decides whether and when to try again. Knows no request and no body.
///
/// [`StandardPolicy`] is the one that is there.
pub trait RetryPolicy: Send + Sync + 'static {
    /// What follows this attempt.
    fn decide(&self, attempt: &Attempt) -> Decision;

    /// A call starts.
    fn started(&self) {}

    /// Whether a call with these options could be tried again at all. If not, nothing is kept of
    /// it.
    fn may_repeat(&self, max_attempts: Option<u32>) -> bool {
        max_attempts.is_none_or(|most| most > 1)
    }
}

/// How an attempt ended, and what a policy needs to know of its call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The name of the call.
    pub operation: &'static str,
    /// How many attempts there were, this one included.
    pub number: u32,
    /// Whether executing the call twice does no more than executing it once.
    pub idempotent: bool,
    /// Whether the server may have executed the request in any of the attempts.
    pub may_have_executed: bool,
    /// What went wrong.
    pub kind: ErrorKind,
    /// The status of the answer, if there was one.
    pub status: Option<StatusCode>,
    /// Whether the same request can succeed later, if the answer [says so](crate::judge).
    pub worth_repeating: Option<bool>,
    /// How long the server asks to wait, if it does.
    pub retry_after: Option<Duration>,
    /// The time since the first attempt left, all its waiting over.
    pub elapsed: Duration,
    /// The most attempts that the caller allows, if he says so.
    pub max_attempts: Option<u32>,
    /// Since the first attempt, how long a repeat of what may have been executed is allowed, if the
    /// caller says so.
    pub repeat_within: Option<Duration>,
    /// How long the call may take, from the same moment on.
    pub total_timeout: Option<Duration>,
}

impl Attempt {
    /// Whether the same request can succeed later without doing harm: what
    /// [`Error::is_retryable`](crate::Error::is_retryable) says of the error that the caller would
    /// get.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        error::is_retryable(
            self.kind,
            self.status,
            self.worth_repeating,
            self.idempotent || !self.may_have_executed,
        )
    }
}

/// What follows an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing third")]
pub enum Decision {
    /// The caller gets the outcome.
    Stop,
    /// Another attempt, after this time.
    RetryAfter(Duration),
}

/// Repeats what is provably unexecuted or idempotent, within limits.
///
/// Repeated are: failed connections and 429, whatever the request; timeouts, lost connections and
/// 5xx if the request is idempotent or nothing of it can have reached the server. Never: any other
/// answer, 401 among them. A [judge](crate::judge) can say otherwise of an answer: what is throttled is
/// repeated as after a 429, whatever its status.
///
/// The limits, each of which ends it: the number of attempts, the time since the first, the
/// [budget](Budget) (a 429 takes nothing out of it, since it is the rate limit that paces those),
/// the [longest wait](Self::longest_wait) that a server may ask for, and, known before it is waited
/// for in vain, the total timeout of the call.
#[derive(Clone, Debug)]
pub struct StandardPolicy {
    max_attempts: u32,
    time_limit: Duration,
    longest_wait: Duration,
    backoff: Backoff,
    budget: Option<Budget>,
}

impl StandardPolicy {
    /// Up to 4 attempts within 60 s, a [default](Backoff::default) backoff and
    /// [budget](Budget::default), and waits of up to 60 s.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_attempts: 4,
            time_limit: Duration::from_secs(60),
            longest_wait: Duration::from_secs(60),
            backoff: Backoff::default(),
            budget: Some(Budget::default()),
        }
    }

    /// How often a request is sent at most. A call can set it for itself.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// For how long after the first attempt left, having waited for the rate limit, another one may
    /// start.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// How long a server may ask to wait. If it asks for more, the caller gets the answer.
    #[must_use]
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// The delays where the server does not say.
    #[must_use]
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }

    /// The budget, which may be that of another policy. `None` for none.
    #[must_use]
    pub fn budget(mut self, budget: impl Into<Option<Budget>>) -> Self {
        self.budget = budget.into();
        self
    }
}

impl Default for StandardPolicy {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy for StandardPolicy {
    fn decide(&self, attempt: &Attempt) -> Decision {
        if !attempt.is_retryable()
            || attempt.number >= attempt.max_attempts.unwrap_or(self.max_attempts)
        {
            return Decision::Stop;
        }
        let delay = match attempt.retry_after {
            Some(asked) if asked > self.longest_wait => return Decision::Stop,
            Some(asked) => asked,
            None => self.backoff.delay(attempt.number),
        };
        let next = attempt.elapsed.saturating_add(delay);
        if next > self.time_limit || attempt.total_timeout.is_some_and(|total| next >= total) {
            return Decision::Stop;
        }
        if attempt.may_have_executed && attempt.repeat_within.is_some_and(|window| next > window) {
            return Decision::Stop;
        }
        let paid = attempt.kind == ErrorKind::RateLimited
            || self.budget.as_ref().is_none_or(|budget| budget.withdraw());
        if paid {
            Decision::RetryAfter(delay)
        } else {
            Decision::Stop
        }
    }

    fn started(&self) {
        if let Some(budget) = &self.budget {
            budget.deposit();
        }
    }

    fn may_repeat(&self, max_attempts: Option<u32>) -> bool {
        max_attempts.unwrap_or(self.max_attempts) > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(kind: ErrorKind) -> Attempt {
        Attempt {
            operation: "a.b",
            number: 1,
            idempotent: false,
            may_have_executed: false,
            kind,
            status: None,
            worth_repeating: None,
            retry_after: None,
            elapsed: Duration::ZERO,
            max_attempts: None,
            repeat_within: None,
            total_timeout: None,
        }
    }

    fn repeats(attempt: &Attempt) -> bool {
        StandardPolicy::new().decide(attempt) != Decision::Stop
    }

    #[test]
    fn what_may_have_been_executed_is_repeated_only_if_idempotent() {
        for kind in [ErrorKind::Timeout, ErrorKind::Closed, ErrorKind::Server] {
            let mut attempt = attempt(kind);
            attempt.may_have_executed = true;
            assert!(!repeats(&attempt), "{kind:?}");
            attempt.idempotent = true;
            assert!(repeats(&attempt), "{kind:?}");
        }
    }

    #[test]
    fn connections_that_failed_and_429_are_repeated_whatever_the_request() {
        assert!(repeats(&attempt(ErrorKind::Connect)));
        assert!(repeats(&attempt(ErrorKind::RateLimited)));
        let mut doubtful = attempt(ErrorKind::Connect);
        doubtful.may_have_executed = true; // by the attempt before
        assert!(!repeats(&doubtful));
    }

    #[test]
    fn refusals_are_never_repeated() {
        for kind in [
            ErrorKind::Unauthorized,
            ErrorKind::Forbidden,
            ErrorKind::NotFound,
            ErrorKind::Rejected,
            ErrorKind::Decode,
            ErrorKind::TooLarge,
            ErrorKind::Configuration,
            ErrorKind::Other,
        ] {
            let mut attempt = attempt(kind);
            attempt.idempotent = true;
            assert!(!repeats(&attempt), "{kind:?}");
        }
    }

    #[test]
    fn attempts_and_time_are_limited() {
        let mut last = attempt(ErrorKind::Connect);
        last.number = 4;
        assert!(!repeats(&last));
        last.max_attempts = Some(5);
        assert!(repeats(&last));

        let mut late = attempt(ErrorKind::Connect);
        late.elapsed = Duration::from_secs(60) + Duration::from_nanos(1);
        assert!(!repeats(&late));

        let mut hurried = attempt(ErrorKind::RateLimited);
        hurried.retry_after = Some(Duration::from_secs(5));
        hurried.total_timeout = Some(Duration::from_secs(5));
        assert!(!repeats(&hurried));
    }

    #[test]
    fn what_the_server_asks_for_is_done_if_it_is_not_too_long() {
        let mut attempt = attempt(ErrorKind::RateLimited);
        for seconds in [0, 3] {
            let asked = Duration::from_secs(seconds);
            attempt.retry_after = Some(asked);
            assert_eq!(
                StandardPolicy::new().decide(&attempt),
                Decision::RetryAfter(asked)
            );
        }
        attempt.retry_after = Some(Duration::MAX);
        assert!(!repeats(&attempt));
    }

    #[test]
    fn a_repeat_of_what_may_have_been_executed_must_come_within_its_window() {
        let mut attempt = attempt(ErrorKind::Timeout);
        attempt.idempotent = true;
        attempt.may_have_executed = true;
        attempt.repeat_within = Some(Duration::from_secs(20));
        attempt.elapsed = Duration::from_secs(19);
        assert!(repeats(&attempt));
        attempt.elapsed = Duration::from_secs(21);
        assert!(!repeats(&attempt));
        attempt.may_have_executed = false;
        assert!(repeats(&attempt));
    }

    #[test]
    fn the_budget_ends_it_but_not_for_429() {
        let policy = StandardPolicy::new().budget(Budget::new(20, 1));
        assert_ne!(policy.decide(&attempt(ErrorKind::Connect)), Decision::Stop);
        assert_eq!(
            policy.clone().decide(&attempt(ErrorKind::Connect)),
            Decision::Stop
        );
        assert_ne!(
            policy.decide(&attempt(ErrorKind::RateLimited)),
            Decision::Stop
        );
    }
}
