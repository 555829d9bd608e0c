use std::{
    any::TypeId,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    task::{Poll, Waker},
};

use crate::{
    envelope::Envelope,
    key::Topic,
    sync::lock,
    wait::{WaitError, record::Record},
};

/// What a wait makes of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Ignore,
    Take,
    Cancel,
}

pub(super) type Judge = Box<dyn Fn(&Envelope) -> Verdict + Send + Sync>;

/// One wait, as the table of waits and its future share it.
pub(super) struct Wait {
    pub(super) id: u64,
    pub(super) topic: Topic,
    /// The event's type, by which newer waits replace older ones.
    pub(super) kind: Option<TypeId>,
    pub(super) observes: bool,
    pub(super) judge: Judge,
    pub(super) slot: Mutex<Slot>,
}

pub(super) enum Slot {
    /// Nothing yet.
    Waiting(Option<Waker>),
    /// The result, not looked at yet.
    Full(Result<Arc<Record>, WaitError>),
    /// Nobody is waiting any more.
    Done,
}

impl Wait {
    /// Shows it an event. `fresh`: only if no handler has it.
    pub(super) fn offer(&self, record: &Arc<Record>, fresh: bool) {
        if fresh && !record.is_pending() {
            return;
        }
        // No lock is held while the user's filter runs.
        let judged = catch_unwind(AssertUnwindSafe(|| (self.judge)(&record.envelope)));
        let verdict = judged.unwrap_or_else(|_| {
            tracing::warn!(
                event = record.envelope.name(),
                "the filter of a wait panicked"
            );
            Verdict::Ignore
        });
        if verdict == Verdict::Ignore {
            return;
        }
        let mut slot = lock(&self.slot);
        let Slot::Waiting(waker) = &mut *slot else {
            return;
        };
        let mine = self.observes || record.take(fresh);
        let result = match verdict {
            Verdict::Cancel => Err(WaitError::CanceledBy(record.envelope.clone())),
            _ if mine => Ok(record.clone()),
            // Another wait has it.
            _ => return,
        };
        let waker = waker.take();
        *slot = Slot::Full(result);
        drop(slot);
        wake(waker);
    }

    /// Ends it, unless it has ended.
    pub(super) fn end(&self, error: WaitError) -> bool {
        let mut slot = lock(&self.slot);
        let Slot::Waiting(waker) = &mut *slot else {
            return false;
        };
        let waker = waker.take();
        *slot = Slot::Full(Err(error));
        drop(slot);
        wake(waker);
        true
    }

    pub(super) fn is_waiting(&self) -> bool {
        matches!(*lock(&self.slot), Slot::Waiting(_))
    }

    /// The result, or to be woken for it.
    pub(super) fn poll(&self, waker: &Waker) -> Poll<Result<Arc<Record>, WaitError>> {
        let mut slot = lock(&self.slot);
        if let Slot::Waiting(present) = &mut *slot {
            match present {
                Some(present) => present.clone_from(waker),
                None => *present = Some(waker.clone()),
            }
            return Poll::Pending;
        }
        Poll::Ready(match std::mem::replace(&mut *slot, Slot::Done) {
            Slot::Full(result) => result,
            Slot::Waiting(_) | Slot::Done => Err(WaitError::Canceled),
        })
    }

    /// Stops waiting; a result that came in the meantime is returned.
    pub(super) fn finish(&self) -> Option<Result<Arc<Record>, WaitError>> {
        match std::mem::replace(&mut *lock(&self.slot), Slot::Done) {
            Slot::Full(result) => Some(result),
            Slot::Waiting(_) | Slot::Done => None,
        }
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}
