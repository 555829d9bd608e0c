//! Deliveries that come again: what was handled is not handled twice.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::oneshot;
use wazzup_endpoint::Seen;

/// What was handled, and what is being handled.
///
/// A repetition may come while the first try is on, since the sender gives up on slow answers. It
/// is not left out then, as the first try may yet fail, nor handled beside it, but waits for its
/// end.
#[derive(Clone)]
pub(crate) struct Repeats(Arc<Inner>);

struct Inner {
    handled: Seen,
    /// With those that wait for its end: mostly nobody.
    in_progress: Mutex<HashMap<Arc<str>, Vec<oneshot::Sender<()>>>>,
}

/// What to do with an event.
pub(crate) enum Claim {
    /// Handle it.
    New(Ticket),
    /// Leave it out.
    Handled,
    /// It is being handled. Ask again after this.
    InProgress(oneshot::Receiver<()>),
}

/// The right to handle an event. While it is there, nobody else gets one for the same event.
pub(crate) struct Ticket {
    key: Arc<str>,
    repeats: Repeats,
}

impl Repeats {
    /// Remembers so many events.
    pub(crate) fn new(events: usize) -> Self {
        Self(Arc::new(Inner {
            handled: Seen::new(events),
            in_progress: Mutex::default(),
        }))
    }

    pub(crate) fn claim(&self, key: &Arc<str>) -> Claim {
        let mut in_progress = self.in_progress();
        if let Some(waiting) = in_progress.get_mut(key) {
            let (wake, woken) = oneshot::channel();
            waiting.push(wake);
            return Claim::InProgress(woken);
        }
        // Looked at under the lock: what ends in between is there or here, never in neither.
        if self.0.handled.contains(key) {
            return Claim::Handled;
        }
        in_progress.insert(Arc::clone(key), Vec::new());
        Claim::New(Ticket {
            key: Arc::clone(key),
            repeats: self.clone(),
        })
    }

    fn in_progress(
        &self,
    ) -> std::sync::MutexGuard<'_, HashMap<Arc<str>, Vec<oneshot::Sender<()>>>> {
        let in_progress = &self.0.in_progress;
        in_progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// It was handled with success.
    pub(crate) fn handled(self) {
        self.repeats.0.handled.remember(Arc::clone(&self.key));
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let waiting = self.repeats.in_progress().remove(&self.key);
        // Wakes them, outside the lock.
        drop(waiting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Arc<str> {
        "key".into()
    }

    fn claim(repeats: &Repeats) -> Ticket {
        match repeats.claim(&key()) {
            Claim::New(ticket) => ticket,
            _ => panic!("it should be new"),
        }
    }

    #[test]
    fn what_succeeded_is_left_out_and_what_failed_is_tried_again() {
        let repeats = Repeats::new(10);
        drop(claim(&repeats));
        claim(&repeats).handled();
        assert!(matches!(repeats.claim(&key()), Claim::Handled));
        assert!(repeats.in_progress().is_empty());
    }

    #[tokio::test]
    async fn a_repetition_waits_for_the_first_try_and_knows_then() {
        for succeeds in [true, false] {
            let repeats = Repeats::new(10);
            let first = claim(&repeats);
            let Claim::InProgress(mut end) = repeats.claim(&key()) else {
                panic!("it is in progress")
            };
            assert!(
                end.try_recv()
                    .is_err_and(|error| error == oneshot::error::TryRecvError::Empty)
            );
            if succeeds {
                first.handled();
            } else {
                drop(first);
            }
            let _ = end.await;
            let again = repeats.claim(&key());
            assert_eq!(matches!(again, Claim::Handled), succeeds);
            assert_eq!(matches!(again, Claim::New(_)), !succeeds);
        }
    }
}
