use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use tokio::time::Instant;

use crate::{envelope::Envelope, wait::Mark};

/// Its handlers are running, ran, or will never run.
const STARTED: u8 = 1;
/// A wait has it.
const TAKEN: u8 = 2;

/// An event that was received: what handlers and waits settle between them whose it is.
pub(crate) struct Record {
    pub(super) envelope: Envelope,
    pub(super) seq: u64,
    pub(super) at: Instant,
    state: AtomicU8,
}

impl Record {
    pub(super) fn new(envelope: Envelope, seq: u64, at: Instant) -> Self {
        Self {
            envelope,
            seq,
            at,
            state: AtomicU8::new(0),
        }
    }

    /// Whether its handlers have yet to start.
    pub(super) fn is_pending(&self) -> bool {
        self.state.load(Ordering::Acquire) & STARTED == 0
    }

    /// Whether a wait has it.
    pub(super) fn is_taken(&self) -> bool {
        self.state.load(Ordering::Acquire) & TAKEN != 0
    }

    /// Gives it to a wait, unless another one has it or, if it's to be `fresh`, its handlers do.
    pub(super) fn take(&self, fresh: bool) -> bool {
        if fresh {
            self.state
                .compare_exchange(0, TAKEN, Ordering::AcqRel, Ordering::Acquire)
                .is_ok()
        } else {
            self.state.fetch_or(TAKEN, Ordering::AcqRel) & TAKEN == 0
        }
    }

    /// Takes it back from a wait that was dropped before it looked.
    pub(super) fn give_back(&self) {
        self.state.fetch_and(!TAKEN, Ordering::AcqRel);
    }

    /// Gives it to the handlers; no if a wait was faster.
    fn start(&self) -> bool {
        self.state.fetch_or(STARTED, Ordering::AcqRel) & TAKEN == 0
    }
}

/// An event of a delivery that is on its way to the handlers.
pub(crate) enum Received {
    /// Nobody else knows of it. The mark is there if somebody might ask.
    Alone(Envelope, Option<Mark>),
    /// Waits may know of it.
    Shown(Shown),
}

/// An event that waits may know of.
///
/// Dropping it without starting, as a dropped delivery does, counts as started: nobody will handle
/// it any more, so it needn't be kept for them.
pub(crate) struct Shown(pub(in crate::wait) Arc<Record>);

impl Received {
    pub(super) fn shown(record: Arc<Record>) -> Self {
        Self::Shown(Shown(record))
    }

    pub(crate) fn envelope(&self) -> &Envelope {
        match self {
            Self::Alone(envelope, _) => envelope,
            Self::Shown(Shown(record)) => &record.envelope,
        }
    }

    /// The point at which it came, if somebody might ask.
    pub(crate) fn mark(&self) -> Option<Mark> {
        match self {
            Self::Alone(_, mark) => *mark,
            Self::Shown(Shown(record)) => Some(Mark(record.seq)),
        }
    }

    /// Whether the handlers get it. After this no wait takes it from them.
    pub(crate) fn start(&self) -> bool {
        match self {
            Self::Alone(..) => true,
            Self::Shown(Shown(record)) => record.start(),
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        // Mostly it has, and looking costs less than writing.
        if self.0.is_pending() {
            self.0.start();
        }
    }
}
