use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

use crate::wait::Waits;

/// Who could look back at events: as long as there is nobody, none need be kept.
#[derive(Default)]
pub(super) struct Attendance {
    /// How many could just now: deliveries and what handlers hold of them.
    present: AtomicUsize,
    /// Whether there was a wait, or a mark that somebody may keep as long as he likes.
    forever: AtomicBool,
}

impl Attendance {
    /// Whether somebody could, besides so many.
    pub(super) fn exceeds(&self, present: usize) -> bool {
        self.forever.load(SeqCst) || self.present.load(SeqCst) > present
    }

    pub(super) fn stay(&self) {
        // Mostly it is set, and looking costs less than writing.
        if !self.forever.load(SeqCst) {
            self.forever.store(true, SeqCst);
        }
    }
}

/// What has to do with waits.
pub(crate) trait HasWaits {
    fn all_waits(&self) -> &Waits;
}

impl HasWaits for &Waits {
    fn all_waits(&self) -> &Waits {
        self
    }
}

/// Somebody who could look back at what comes while this is there.
pub(crate) struct Attending<W: HasWaits>(W);

impl<W: HasWaits> Attending<W> {
    pub(crate) fn new(to: W) -> Self {
        to.all_waits().attendance.present.fetch_add(1, SeqCst);
        Self(to)
    }

    pub(crate) fn to(&self) -> &W {
        &self.0
    }

    /// From now on somebody may look back who is gone from here.
    pub(crate) fn stay(&self) {
        self.0.all_waits().attendance.stay();
    }
}

impl<W: HasWaits + Clone> Clone for Attending<W> {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}

impl<W: HasWaits> Drop for Attending<W> {
    fn drop(&mut self) {
        let waits = self.0.all_waits();
        if waits.attendance.present.fetch_sub(1, SeqCst) == 1 {
            waits.forget_unless_attended();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Weak};

    use super::*;
    use crate::{envelope::Envelope, event::Event};

    #[derive(Clone)]
    struct Note(#[expect(dead_code, reason = "held to see when it goes")] Arc<()>);

    impl Event for Note {
        const NAME: &'static str = "note";
    }

    /// Receives an event that is handled at once; what is left of it.
    fn handled(waits: &Waits, own: Option<&Attending<&Waits>>) -> Weak<()> {
        let content = Arc::new(());
        let weak = Arc::downgrade(&content);
        let event = waits.receive_alone(Envelope::new(Note(content)), own);
        assert!(event.start());
        weak
    }

    #[tokio::test]
    async fn an_event_is_kept_while_somebody_else_attends() {
        let waits = Waits::new();
        assert_eq!(handled(&waits, None).strong_count(), 0);
        let own = Attending::new(&waits);
        assert_eq!(handled(&waits, Some(&own)).strong_count(), 0);

        let other = Attending::new(&waits);
        let kept = handled(&waits, Some(&own));
        assert_eq!(kept.strong_count(), 1);
        drop(own);
        assert_eq!(kept.strong_count(), 1);
        drop(other);
        assert_eq!(kept.strong_count(), 0);
    }

    #[tokio::test]
    async fn whoever_leaves_forgets_nothing_if_somebody_came_meanwhile() {
        let waits = Waits::new();
        let own = Attending::new(&waits);
        let kept = handled(&waits, None);

        // As one does who had left before, and had found nobody there.
        waits.forget();

        assert_eq!(kept.strong_count(), 1);
        own.stay();
        drop(own);
        assert_eq!(kept.strong_count(), 1, "a mark was given away");
    }

    #[tokio::test]
    async fn what_is_yet_to_be_handled_is_kept_until_it_is() {
        let waits = Waits::new();
        let own = Attending::new(&waits);
        let content = Arc::new(());
        let kept = Arc::downgrade(&content);
        let event = waits.receive(Envelope::new(Note(content)));

        drop(own);
        assert_eq!(kept.strong_count(), 1);

        drop(event);
        assert_eq!(kept.strong_count(), 1, "nobody has looked since");
        drop(Attending::new(&waits));
        assert_eq!(kept.strong_count(), 0);
    }
}
