//! The virtual clock: real time plus whatever a test adds, or only what a test adds.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;
use tokio::time::Instant;

/// Milliseconds since the Unix epoch, on the virtual clock.
pub(crate) type Millis = i64;

/// A century is enough for anybody and keeps dates printable.
const FARTHEST: Millis = 3_155_760_000_000;

/// Time as the emulated service sees it.
#[derive(Debug)]
pub(crate) struct Clock {
    manual: bool,
    origin: Millis,
    started: Instant,
    advanced: AtomicI64,
    moved: Notify,
}

impl Clock {
    /// A clock that begins at `origin`, or at the present moment when there is none.
    pub(crate) fn new(manual: bool, origin: Option<Millis>) -> Self {
        let present = || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
                })
        };
        Self {
            manual,
            origin: origin.unwrap_or_else(present),
            started: Instant::now(),
            advanced: AtomicI64::new(0),
            moved: Notify::new(),
        }
    }

    pub(crate) fn is_manual(&self) -> bool {
        self.manual
    }

    /// Milliseconds that have gone by without anybody moving the clock: none on a manual one.
    pub(crate) fn flown(&self) -> Millis {
        if self.manual {
            0
        } else {
            i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
        }
    }

    pub(crate) fn now(&self) -> Millis {
        self.origin
            .saturating_add(self.flown())
            .saturating_add(self.advanced.load(Ordering::Acquire))
    }

    /// Whether the clock can be moved forward by this much: all moves make a century at most.
    pub(crate) fn has_room(&self, by: Duration) -> bool {
        let already = self.advanced.load(Ordering::Acquire);
        i64::try_from(by.as_millis()).is_ok_and(|by| by <= FARTHEST - already)
    }

    /// Moves the clock forward, as far as there is [room](Self::has_room), and wakes whoever waits for a moment.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let _ = self
            .advanced
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |already| {
                Some(already.saturating_add(by).min(FARTHEST))
            });
        self.moved.notify_waiters();
    }

    /// Ends when the virtual clock has reached `moment`.
    pub(crate) async fn sleep_until(&self, moment: Millis) {
        loop {
            let moved = self.moved.notified();
            tokio::pin!(moved);
            // Registered before the clock is read: a move in between is not missed.
            moved.as_mut().enable();
            let left = moment - self.now();
            if left <= 0 {
                return;
            }
            if self.manual {
                moved.await;
            } else {
                let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
                tokio::select! {
                    () = moved => {}
                    () = tokio::time::sleep(left) => {}
                }
            }
        }
    }
}

/// `2026-01-31T10:20:30.123Z`, as the service writes moments.
pub(crate) fn iso(moment: Millis) -> String {
    jiff::Timestamp::from_millisecond(moment).map_or_else(
        |_| "1970-01-01T00:00:00.000Z".to_owned(),
        |stamp| stamp.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = Clock::new(true, Some(1_000));
        assert_eq!(clock.now(), 1_000);
        clock.advance(Duration::from_secs(2));
        assert_eq!(clock.now(), 3_000);
    }

    #[test]
    fn all_moves_make_a_century_at_most() {
        let clock = Clock::new(true, Some(0));
        let century = Duration::from_millis(3_155_760_000_000);
        assert!(clock.has_room(century));
        assert!(!clock.has_room(century + Duration::from_millis(1)));
        clock.advance(Duration::from_millis(1));
        assert!(!clock.has_room(century));
        clock.advance(century);
        assert!(!clock.has_room(Duration::from_millis(1)));
        assert_eq!(clock.now(), 3_155_760_000_000);
    }

    #[test]
    fn moments_are_written_with_milliseconds_and_z() {
        assert_eq!(iso(1_767_225_600_007), "2026-01-01T00:00:00.007Z");
    }

    #[tokio::test(start_paused = true)]
    async fn a_sleeper_wakes_when_the_clock_is_moved_past_its_moment() {
        let clock = Clock::new(true, Some(0));
        let sleeper = clock.sleep_until(60_000);
        tokio::pin!(sleeper);
        assert!(futures_util::poll!(&mut sleeper).is_pending());
        clock.advance(Duration::from_secs(59));
        assert!(futures_util::poll!(&mut sleeper).is_pending());
        clock.advance(Duration::from_secs(1));
        sleeper.await;
    }
}
