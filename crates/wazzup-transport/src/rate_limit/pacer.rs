//! The state of one scope: when the next token is due. No waiting, no HTTP.

use std::{
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
    time::Duration,
};

use governor::{
    RateLimiter,
    clock::Clock,
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{NotKeyed, StateStore},
};
use tokio::time::Instant;

use super::Limit;

/// Gives out tokens of one [`Limit`].
#[derive(Debug)]
pub(super) struct Pacer {
    limiter: RateLimiter<NotKeyed, Due, TokioClock, NoOpMiddleware<Nanos>>,
    due: Due,
    interval: Nanos,
    // What an arrival time must be ahead by, for the burst to be used up.
    tolerance: Nanos,
    windows: bool,
}

/// A token that was taken, until it is used.
#[derive(Debug)]
pub(super) struct Token {
    holds: u32,
}

impl Pacer {
    pub(super) fn new(limit: Limit) -> Self {
        let quota = limit.quota();
        let due = Due::default();
        Self {
            limiter: RateLimiter::new(quota, due.clone(), TokioClock(Instant::now())),
            due,
            windows: !limit.is_paced(),
            interval: Nanos::from(quota.replenish_interval()),
            tolerance: Nanos::from(quota.replenish_interval() * (quota.burst_size().get() - 1)),
        }
    }

    /// Takes a token, or tells how long to wait before asking again.
    pub(super) fn take(&self) -> Result<Token, Duration> {
        let holds = self.due.0.holds.load(Ordering::Acquire);
        match self.limiter.check() {
            Ok(()) => Ok(Token { holds }),
            Err(until) => {
                let wait = until.wait_time_from(self.limiter.clock().now());
                // A token that is due this very moment.
                Err(wait.max(Duration::from_nanos(1)))
            }
        }
    }

    /// How long it is until there is a token for somebody, if so many are taken before.
    pub(super) fn wait_after(&self, others: u64) -> Duration {
        let due = self.due.0.at.load(Ordering::Acquire);
        let now = self.limiter.clock().now().as_u64();
        let due = due
            .max(now)
            .saturating_add(self.interval().saturating_mul(others));
        Duration::from_nanos(
            due.saturating_sub(self.tolerance.as_u64())
                .saturating_sub(now),
        )
    }

    /// Takes back the token that was given out last and not used.
    ///
    /// Only if nobody else was given one since. What is held stays held.
    pub(super) fn give_back(&self, token: &Token) {
        let due = self.due.0.at.load(Ordering::Acquire);
        // A hold is counted before it is set, so one that is seen here is also counted.
        if self.due.0.holds.load(Ordering::Acquire) != token.holds {
            return;
        }
        let before = due.saturating_sub(self.interval.as_u64());
        let _ = self
            .due
            .0
            .at
            .compare_exchange(due, before, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Counts the token that was given out last from now: whoever had it did not leave before.
    ///
    /// Only if nobody else was given one since.
    pub(super) fn postpone_last(&self) {
        let now = self.limiter.clock().now().as_u64();
        let due = now.saturating_add(self.interval.as_u64());
        self.due.0.at.fetch_max(due, Ordering::AcqRel);
    }

    /// Gives out no token for this long, and after that one at a time, as if the burst were used
    /// up.
    pub(super) fn hold(&self, pause: Duration) {
        self.due.0.holds.fetch_add(1, Ordering::AcqRel);
        let open = self
            .limiter
            .clock()
            .now()
            .as_u64()
            .saturating_add(nanos(pause));
        let due = open.saturating_add(self.tolerance.as_u64());
        self.due.0.at.fetch_max(due, Ordering::AcqRel);
    }

    /// Counts one more: a request left so late that it falls into another window than its token. Where the
    /// server counts no windows that does not matter.
    pub(super) fn count_again(&self) {
        if !self.windows {
            return;
        }
        let now = self.limiter.clock().now().as_u64();
        let more = |due: u64| Some(due.max(now).saturating_add(self.interval()));
        let _ = self
            .due
            .0
            .at
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
    }

    /// Whether nothing is remembered that a new pacer would not know.
    pub(super) fn is_idle(&self) -> bool {
        self.due.0.at.load(Ordering::Acquire) <= self.limiter.clock().now().as_u64()
    }

    /// The time between two tokens, in nanoseconds.
    pub(super) fn interval(&self) -> u64 {
        self.interval.as_u64()
    }
}

fn nanos(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// The theoretical arrival time of the next request, in nanoseconds since the pacer was made.
///
/// Governor's own store cannot be told to wait. Zero is as good as "none yet", since no request
/// arrives before it.
#[derive(Clone, Debug, Default)]
struct Due(std::sync::Arc<State>);

#[derive(Debug, Default)]
struct State {
    at: AtomicU64,
    // How often it was held: whoever gives a token back must not shorten a hold.
    holds: AtomicU32,
}

impl StateStore for Due {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _: &NotKeyed, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut due = self.0.at.load(Ordering::Acquire);
        loop {
            let (decision, next) = decide(Some(due.into()))?;
            match self.0.at.compare_exchange_weak(
                due,
                next.into(),
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => return Ok(decision),
                Err(now) => due = now,
            }
        }
    }
}

/// Tokio's time, which tests can pause. In nanoseconds since an origin: 584 years of them.
#[derive(Clone, Debug)]
struct TokioClock(Instant);

impl Clock for TokioClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_leaves_at_once_and_the_next_after_an_interval() {
        let limit = Limit::new(500, Duration::from_secs(5));
        let pacer = Pacer::new(limit);
        for _ in 0..4 {
            pacer.take().unwrap();
        }
        let wait = pacer.take().unwrap_err();
        assert_eq!(wait, limit.interval());
        advance(wait).await;
        pacer.take().unwrap();
        pacer.take().unwrap_err();
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_hold_there_is_no_burst() {
        let limit = Limit::new(500, Duration::from_secs(5));
        let pacer = Pacer::new(limit);
        pacer.hold(Duration::from_secs(3));
        assert_eq!(pacer.take().unwrap_err(), Duration::from_secs(3));
        assert!(!pacer.is_idle());
        advance(Duration::from_secs(3)).await;
        pacer.take().unwrap();
        assert_eq!(pacer.take().unwrap_err(), limit.interval());
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_given_back_can_be_taken_again_unless_there_was_a_hold() {
        let pacer = Pacer::new(Limit::paced(Duration::from_secs(6), 2));
        pacer.take().unwrap();
        for _ in 0..5 {
            let token = pacer.take().unwrap();
            pacer.take().unwrap_err();
            pacer.give_back(&token);
        }
        let token = pacer.take().unwrap();
        pacer.hold(Duration::from_secs(60));
        pacer.give_back(&token);
        assert_eq!(pacer.take().unwrap_err(), Duration::from_secs(60));
    }

    #[tokio::test(start_paused = true)]
    async fn a_hold_for_ever_does_not_overflow() {
        let pacer = Pacer::new(Limit::new(5, Duration::from_secs(5)));
        pacer.hold(Duration::MAX);
        pacer.hold(Duration::MAX);
        assert!(pacer.take().unwrap_err() > Duration::from_secs(1 << 30));
    }
}
