//! What the attempts of a call have come to.

use std::sync::atomic::{AtomicU32, Ordering};

/// Whether the server may have executed any of the attempts.
///
/// One word, so that "the connection takes the body" and "the attempt is given up" cannot both win:
/// the connection is another task, on another thread perhaps, and a request that is taken for
/// unexecuted is sent again. Three flags, and above them the number of the attempt, so that a
/// straggler of an earlier attempt is told from the present one.
#[derive(Debug, Default)]
pub(super) struct Fate(AtomicU32);

impl Fate {
    pub(super) fn may_have_executed(&self) -> bool {
        is_doubtful(self.0.load(Ordering::Acquire))
    }

    /// Whether an attempt that is over may have been executed, whatever becomes of the present one.
    pub(super) fn earlier_may_have_executed(&self) -> bool {
        self.0.load(Ordering::Acquire) & EXECUTED != 0
    }

    /// Another attempt is on its way. With a body, nothing can have been executed before the
    /// connection has taken the first of it. Gives the number of the attempt.
    pub(super) fn begin(&self, body: bool) -> u32 {
        let sent = if body { SENT | UNREAD } else { SENT };
        let before = self.update(|fate| over(fate).wrapping_add(ATTEMPT) | sent);
        (before / ATTEMPT).wrapping_add(1) % (u32::MAX / ATTEMPT + 1)
    }

    /// The connection wants the first of the body. `false` if the attempt is over.
    pub(super) fn take_body(&self, attempt: u32) -> bool {
        let taken = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |fate| {
                (fate / ATTEMPT == attempt && fate & SENT != 0).then_some(fate & !UNREAD)
            });
        taken.is_ok()
    }

    /// The attempt is over, and this is known of it.
    pub(super) fn settle(&self, may_have_executed: bool) {
        let executed = if may_have_executed { EXECUTED } else { 0 };
        self.update(|fate| fate & !(SENT | UNREAD) | executed);
    }

    /// No attempt was executed after all.
    pub(super) fn acquit(&self) {
        self.update(|fate| fate & !(SENT | UNREAD | EXECUTED));
    }

    /// The attempt is over, and nothing is known of it.
    pub(super) fn conclude(&self) -> bool {
        is_doubtful(self.update(over))
    }

    fn update(&self, change: impl Fn(u32) -> u32) -> u32 {
        let update = self
            .0
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |fate| {
                Some(change(fate))
            });
        // There always is a next value, so both are the one before.
        update.unwrap_or_else(|before| before)
    }
}

fn is_doubtful(fate: u32) -> bool {
    fate & EXECUTED != 0 || fate & (SENT | UNREAD) == SENT
}

/// The same, with the attempt over and what is in doubt about it kept.
fn over(fate: u32) -> u32 {
    let executed = if is_doubtful(fate) { EXECUTED } else { 0 };
    fate & !(SENT | UNREAD) | executed
}

/// An attempt is on its way.
const SENT: u32 = 1;
/// Nobody has taken anything of its body.
const UNREAD: u32 = 2;
/// Some attempt may have been executed. Taken back only by an answer that says otherwise.
const EXECUTED: u32 = 4;
/// Above it stands the number of the attempt.
const ATTEMPT: u32 = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_known_to_have_failed_leaves_no_doubt() {
        let fate = Fate::default();
        assert!(!fate.may_have_executed());
        fate.begin(false);
        assert!(fate.may_have_executed());
        fate.settle(false);
        assert!(!fate.may_have_executed() && !fate.conclude());
    }

    #[test]
    fn doubt_about_one_attempt_outlives_certainty_about_the_next() {
        let fate = Fate::default();
        fate.begin(false); // dropped without a word, by a timeout
        fate.begin(false);
        fate.settle(false);
        assert!(fate.may_have_executed() && fate.conclude());
    }

    #[test]
    fn a_body_that_nobody_took_cannot_have_been_executed() {
        let fate = Fate::default();
        let first = fate.begin(true);
        assert!(!fate.may_have_executed());
        let second = fate.begin(true);
        assert_ne!(first, second);
        assert!(!fate.take_body(first), "a straggler");
        assert!(!fate.may_have_executed());
        assert!(fate.take_body(second));
        assert!(fate.conclude());
    }

    #[test]
    fn what_was_given_up_as_unexecuted_cannot_be_taken_any_more() {
        let fate = Fate::default();
        let attempt = fate.begin(true);
        assert!(!fate.conclude());
        assert!(!fate.take_body(attempt));
        assert!(!fate.may_have_executed());
    }

    #[test]
    fn taking_and_giving_up_at_once_never_both_win() {
        for _ in 0..2000 {
            let fate = Fate::default();
            let attempt = fate.begin(true);
            let (taken, doubt) = std::thread::scope(|scope| {
                let taken = scope.spawn(|| fate.take_body(attempt));
                (fate.conclude(), taken.join().unwrap())
            });
            assert_eq!(taken, doubt);
        }
    }
}
