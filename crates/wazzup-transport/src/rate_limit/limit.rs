//! How much is allowed: values, no state.

use std::{collections::HashMap, num::NonZeroU32, time::Duration};

use super::{LimitKey, Scope, hash::ScopeHash};
use crate::Bucket;

/// How many requests a server takes in a window of time.
///
/// The server is taken to count fixed windows whose start nobody knows, so the limiter keeps *every*
/// span of that length below the allowance. Requests leave evenly, after a small burst:
///
/// - a burst `b` may leave at once after idling, by default the 125th part of the allowance;
/// - a margin `m` of the allowance stays unused, by default the 100th part, for requests that
///   overtake each other on the network;
/// - from then on one request leaves every `window / (allowance - m - b + 1)`.
///
/// Any span of `window` then sees at most `allowance - m` requests leave. Under saturation
/// `(allowance - m - b + 1) / allowance` of the allowance is used. For 500 in 5 s: a burst of 4, then
/// one each 10.2 ms, 98.4 % used, and no window is overrun as long as the time from here to the
/// server's counter differs by less than 50 ms between requests (`m` times the interval).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Limit {
    allowance: u32,
    window: Duration,
    burst: u32,
    margin: u32,
    // One each window after the burst, instead of the allowance in any window.
    paced: bool,
}

impl Limit {
    /// At most `allowance` requests in any span of `window`.
    ///
    /// Both are at least 1 (a nanosecond for the window): nothing allowed at all is no rate limit. A
    /// window of more than a century counts as one.
    #[must_use]
    pub const fn new(allowance: u32, window: Duration) -> Self {
        let allowance = if allowance == 0 { 1 } else { allowance };
        let burst = allowance / 125;
        Self {
            allowance,
            window: if window.is_zero() {
                Duration::from_nanos(1)
            } else if window.as_secs() > CENTURY.as_secs() {
                CENTURY
            } else {
                window
            },
            burst: if burst == 0 { 1 } else { burst },
            margin: allowance / 100,
            paced: false,
        }
    }

    /// A burst of so many, then one each `interval`; idling earns the burst back at the same rate.
    ///
    /// For a server that lends: what leaves at once is taken from the time to come. The
    /// [margin](Self::margin) is none here, and what is set is taken from the burst: each request of
    /// it is an `interval` of jitter that does no harm.
    ///
    /// Both are at least 1 (a nanosecond for the interval); an interval of more than a century counts
    /// as one.
    ///
    /// ```
    /// use std::time::Duration;
    /// use wazzup_transport::Limit;
    ///
    /// let limit = Limit::paced(Duration::from_secs(6), 45).margin(1);
    /// assert_eq!(limit.interval(), Duration::from_secs(6));
    /// ```
    #[must_use]
    pub const fn paced(interval: Duration, burst: u32) -> Self {
        let mut limit = Self::new(1, interval);
        limit.paced = true;
        limit.burst(burst)
    }

    /// How many may leave at once after idling. What is given here is taken from the steady rate.
    ///
    /// At least 1, at most what the margin leaves of the allowance, if it is not
    /// [paced](Self::paced).
    #[must_use]
    pub const fn burst(mut self, burst: u32) -> Self {
        if self.paced {
            self.burst = if burst == 0 { 1 } else { burst };
            let margin = self.margin;
            return self.margin(margin);
        }
        let most = self.allowance - self.margin;
        self.burst = if burst == 0 {
            1
        } else if burst > most {
            most
        } else {
            burst
        };
        self
    }

    /// How much of the allowance stays unused, so that jitter on the network does no harm.
    ///
    /// At most what leaves one request in the window, or in the burst.
    #[must_use]
    pub const fn margin(mut self, margin: u32) -> Self {
        if self.paced {
            let most = self.burst - 1;
            self.margin = if margin > most { most } else { margin };
            return self;
        }
        let most = self.allowance - 1;
        self.margin = if margin > most { most } else { margin };
        let burst = self.burst;
        self.burst(burst)
    }

    /// Whether it is [paced](Self::paced), and not a number in any window.
    pub(super) const fn is_paced(&self) -> bool {
        self.paced
    }

    /// How many requests the server takes in a window; 1 if it is [paced](Self::paced).
    #[must_use]
    pub const fn allowance(&self) -> u32 {
        self.allowance
    }

    /// The length of the window; the interval if it is [paced](Self::paced).
    #[must_use]
    pub const fn window(&self) -> Duration {
        self.window
    }

    /// The time between two requests under saturation.
    #[must_use]
    pub fn interval(&self) -> Duration {
        if self.paced {
            return self.window;
        }
        let steady = self.allowance - self.margin - self.burst + 1;
        // The nanosecond more makes the last request of a full window fall outside it.
        self.window / steady + Duration::from_nanos(1)
    }

    pub(super) fn quota(&self) -> governor::Quota {
        let interval = self.interval();
        // A burst that takes longer to earn would overflow the clock.
        let most = CENTURY.as_nanos() / interval.as_nanos();
        let burst = if self.paced {
            self.burst - self.margin
        } else {
            self.burst
        };
        let burst = u32::try_from(most).map_or(burst, |most| burst.min(most));
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        governor::Quota::with_period(interval)
            .unwrap_or(governor::Quota::per_second(NonZeroU32::MIN))
            .allow_burst(burst)
    }
}

/// The limits of each [`Bucket`].
///
/// A bucket without a limit of its own counts into [`Bucket::DEFAULT`]. One that has one counts
/// into both, since a server that limits a route usually counts it into the whole as well.
///
/// ```
/// use std::time::Duration;
/// use wazzup_transport::{Bucket, Limit, Limits};
///
/// const MESSAGES: Bucket = Bucket::new("messages");
/// let limits = Limits::new(Limit::new(500, Duration::from_secs(5)))
///     .with(MESSAGES, Limit::new(100, Duration::from_secs(1)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Limits {
    default: Option<Limit>,
    own: Vec<(Bucket, Limit, bool)>,
    /// In the place of the bucket's limit.
    keyed: HashMap<Scope, Limit, ScopeHash>,
}

impl Limits {
    /// One limit for all.
    #[must_use]
    pub fn new(limit: Limit) -> Self {
        Self {
            default: Some(limit),
            ..Self::default()
        }
    }

    /// No limit for [`Bucket::DEFAULT`].
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A further limit for a bucket, which still counts into the default one as well.
    #[must_use]
    pub fn with(self, bucket: Bucket, limit: Limit) -> Self {
        self.set(bucket, limit, false)
    }

    /// A limit for a bucket which the server counts apart.
    #[must_use]
    pub fn with_separate(self, bucket: Bucket, limit: Limit) -> Self {
        self.set(bucket, limit, true)
    }

    /// Another limit for one key of a bucket, such as an account that is allowed more than others.
    /// It takes the place of the bucket's own limit, or of the default one where the bucket has
    /// none.
    #[must_use]
    pub fn with_key(mut self, bucket: Bucket, key: LimitKey, limit: Limit) -> Self {
        self.keyed.insert(Scope { bucket, key }, limit);
        self
    }

    fn set(mut self, bucket: Bucket, limit: Limit, separate: bool) -> Self {
        if bucket == Bucket::DEFAULT {
            self.default = Some(limit);
        } else {
            self.own.retain(|(other, ..)| *other != bucket);
            self.own.push((bucket, limit, separate));
        }
        self
    }

    /// The limit of the bucket itself, if it is not the default one, and the limit around it.
    pub(super) fn of(&self, scope: Scope) -> (Option<Limit>, Option<Limit>) {
        let default = || self.keyed(scope.in_default()).or(self.default);
        let keyed = self.keyed(scope);
        match self.own.iter().find(|(own, ..)| *own == scope.bucket) {
            Some((_, limit, true)) => (keyed.or(Some(*limit)), None),
            Some((_, limit, false)) => (keyed.or(Some(*limit)), default()),
            None if scope.bucket == Bucket::DEFAULT => (None, default()),
            None => (keyed, default().filter(|_| keyed.is_none())),
        }
    }

    fn keyed(&self, scope: Scope) -> Option<Limit> {
        if self.keyed.is_empty() {
            return None;
        }
        self.keyed.get(&scope).copied()
    }

    /// The bucket that a refusal concerns: the outermost that a request counts into and that has a
    /// limit.
    pub(super) fn outermost(&self, bucket: Bucket) -> Bucket {
        let itself = match self.own.iter().find(|(own, ..)| *own == bucket) {
            Some((_, _, separate)) => *separate || self.default.is_none(),
            None => self.keyed.keys().any(|scope| scope.bucket == bucket),
        };
        if itself { bucket } else { Bucket::DEFAULT }
    }
}

/// What is longer than a hundred years is for ever.
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Duration = Duration::from_secs(5);

    #[test]
    fn five_hundred_in_five_seconds_use_98_percent_and_leave_50_ms_of_jitter() {
        let limit = Limit::new(500, FIVE);
        let used = FIVE.as_secs_f64() / limit.interval().as_secs_f64();
        assert!(used > 491.9 && used < 492.0, "{used}");
        assert!(limit.interval() * limit.margin > Duration::from_millis(50));
    }

    #[test]
    fn odd_values_are_bent_into_range() {
        for limit in [
            Limit::new(0, Duration::ZERO),
            Limit::new(1, FIVE).margin(9).burst(9),
            Limit::new(500, FIVE).burst(0),
            Limit::new(500, FIVE).burst(u32::MAX).margin(u32::MAX),
            Limit::new(u32::MAX, Duration::MAX),
        ] {
            assert!(
                limit.burst >= 1 && limit.burst + limit.margin <= limit.allowance,
                "{limit:?}"
            );
            assert!(!limit.interval().is_zero());
        }
    }

    #[test]
    fn a_paced_limit_keeps_its_interval_and_gives_the_margin_from_the_burst() {
        let six = Duration::from_secs(6);
        let limit = Limit::paced(six, 45).margin(1);
        assert_eq!((limit.interval(), limit.burst, limit.margin), (six, 45, 1));
        assert_eq!(limit.quota().burst_size().get(), 44);
        for odd in [
            Limit::paced(Duration::ZERO, 0).margin(7),
            Limit::paced(Duration::MAX, u32::MAX).margin(u32::MAX),
            Limit::paced(six, 45).margin(40).burst(2),
        ] {
            assert!(
                odd.margin < odd.burst && !odd.interval().is_zero(),
                "{odd:?}"
            );
            let _ = odd.quota();
        }
    }

    #[test]
    fn a_bucket_without_a_limit_counts_into_the_default_one() {
        let [whole, part] = [Limit::new(500, FIVE), Limit::new(5, FIVE)];
        let [a, b, c] = ["a", "b", "c"].map(Bucket::new);
        let limits = Limits::new(whole).with(a, part).with_separate(b, part);
        let of = |bucket| {
            limits.of(Scope {
                bucket,
                key: LimitKey::COMMON,
            })
        };
        assert_eq!(of(a), (Some(part), Some(whole)));
        assert_eq!(of(b), (Some(part), None));
        assert_eq!(of(c), (None, Some(whole)));
        assert_eq!(limits.outermost(a), Bucket::DEFAULT);
        assert_eq!(limits.outermost(b), b);
    }

    #[test]
    fn a_key_may_have_another_limit_than_its_bucket() {
        let [whole, part, own] = [500, 5, 50].map(|allowance| Limit::new(allowance, FIVE));
        let [a, b, c] = ["a", "b", "c"].map(Bucket::new);
        let [key, other] = ["key", "other"].map(LimitKey::of);
        let limits = [a, b, c, Bucket::DEFAULT].into_iter().fold(
            Limits::new(whole).with(a, part).with_separate(b, part),
            |limits, bucket| limits.with_key(bucket, key, own),
        );
        let of = |bucket, key| limits.of(Scope { bucket, key });
        assert_eq!(of(a, key), (Some(own), Some(own)));
        assert_eq!(of(b, key), (Some(own), None));
        assert_eq!(of(c, key), (Some(own), None));
        assert_eq!(of(Bucket::DEFAULT, key), (None, Some(own)));
        assert_eq!(of(a, other), (Some(part), Some(whole)));
        assert_eq!(of(b, other), (Some(part), None));
        assert_eq!(of(c, other), (None, Some(whole)));
        assert_eq!(
            [a, b, c].map(|bucket| limits.outermost(bucket)),
            [Bucket::DEFAULT, b, c]
        );
    }
}
