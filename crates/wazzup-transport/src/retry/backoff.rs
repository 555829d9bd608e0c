//! How long to wait before an attempt: all that we use of the `backoff` crate.
//!
//! Only its schedule is used, for the upper bound of the delay. Its `future` module starts the next
//! try before the delay, and lets a server that always says `Retry-After` go on for ever; its jitter
//! lies on both sides of the interval, so `max_interval` is no bound. The crate is unmaintained and
//! stays in this file.

use std::{collections::hash_map::RandomState, hash::BuildHasher as _, time::Duration};

use backoff::{Clock, backoff::Backoff as _, exponential::ExponentialBackoff};

/// Delays that grow by doubling, up to a bound, with full jitter: each is drawn evenly from zero to
/// the bound of its attempt, so that clients that failed together do not come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    first: Duration,
    longest: Duration,
}

impl Backoff {
    /// Delays of up to `first` before the second attempt, up to twice as much before the third, and
    /// so on, up to `longest`. A `first` of less than a millisecond counts as one.
    #[must_use]
    pub fn new(first: Duration, longest: Duration) -> Self {
        let longest = longest.clamp(SHORTEST, LONGEST);
        Self {
            first: first.clamp(SHORTEST, longest),
            longest,
        }
    }

    /// The longest delay that may follow this attempt, counted from 1.
    #[must_use]
    pub fn bound(&self, attempt: u32) -> Duration {
        let mut schedule = ExponentialBackoff {
            current_interval: self.first,
            initial_interval: self.first,
            randomization_factor: 0.0,
            multiplier: 2.0,
            max_interval: self.longest,
            max_elapsed_time: None,
            start_time: TokioClock.now(),
            clock: TokioClock,
        };
        let mut bound = self.first;
        // Past so many doublings every bound is the longest.
        for _ in 0..attempt.clamp(1, 64) {
            bound = schedule.next_backoff().unwrap_or(self.longest);
        }
        bound.min(self.longest)
    }

    /// A delay after this attempt, counted from 1.
    #[must_use]
    pub fn delay(&self, attempt: u32) -> Duration {
        let bound = u64::try_from(self.bound(attempt).as_nanos()).unwrap_or(u64::MAX - 1);
        // The standard library's hasher keys itself from the system, anew each time: all the
        // chance that spreading retries needs, and no crate more.
        let chance = RandomState::new().hash_one(attempt);
        Duration::from_nanos(chance % (bound + 1))
    }
}

/// Half a second, doubling up to 8 s.
impl Default for Backoff {
    fn default() -> Self {
        Self::new(Duration::from_millis(500), Duration::from_secs(8))
    }
}

const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Tokio's time, so that nothing here reads another clock than the tests pause.
#[derive(Clone, Copy, Debug)]
struct TokioClock;

impl Clock for TokioClock {
    #[expect(
        clippy::disallowed_types,
        reason = "the signature of the trait; the time is tokio's"
    )]
    fn now(&self) -> std::time::Instant {
        tokio::time::Instant::now().into_std()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_double_up_to_the_longest() {
        let backoff = Backoff::default();
        let bounds: Vec<_> = (1..=7)
            .map(|attempt| backoff.bound(attempt).as_millis())
            .collect();
        assert_eq!(bounds, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
        assert_eq!(backoff.bound(0), backoff.bound(1));
        assert_eq!(backoff.bound(u32::MAX).as_secs(), 8);
    }

    #[test]
    fn delays_spread_evenly_from_zero_to_the_bound() {
        let backoff = Backoff::default();
        let bound = backoff.bound(3);
        let mut tenths = [0_u32; 10];
        for _ in 0..20_000 {
            let delay = backoff.delay(3);
            assert!(delay <= bound);
            let tenth = (delay.as_secs_f64() / bound.as_secs_f64() * 10.0) as usize;
            tenths[tenth.min(9)] += 1;
        }
        assert!(
            tenths.iter().all(|count| (1800..2200).contains(count)),
            "{tenths:?}"
        );
    }

    #[test]
    fn odd_values_do_no_harm() {
        for backoff in [
            Backoff::new(Duration::MAX, Duration::MAX),
            Backoff::new(Duration::ZERO, Duration::ZERO),
            Backoff::new(Duration::from_secs(9), Duration::from_secs(1)),
        ] {
            assert!(backoff.delay(50) <= LONGEST);
        }
    }
}
