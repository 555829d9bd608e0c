use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Notify;

/// Counts the deliveries being handled. An [`Endpoint`](crate::Endpoint) owns one; clones are the
/// same counter.
#[derive(Clone, Default)]
pub struct Work(Arc<Counter>);

#[derive(Default)]
struct Counter {
    running: AtomicUsize,
    none: Notify,
}

impl Work {
    /// No work yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many deliveries are being handled, those included whose caller has gone or has its
    /// answer already.
    pub fn in_progress(&self) -> usize {
        self.0.running.load(Ordering::Acquire)
    }

    /// Waits until no delivery is being handled: at the end of a program, after the server has
    /// stopped, for those that had their answer first or whose caller hung up.
    pub async fn drained(&self) {
        loop {
            let mut woken = std::pin::pin!(self.0.none.notified());
            // Registered before the count is looked at, so that no end is missed in between.
            woken.as_mut().enable();
            if self.in_progress() == 0 {
                return;
            }
            woken.await;
        }
    }

    pub(crate) fn begin(&self) -> WorkGuard {
        self.0.running.fetch_add(1, Ordering::Relaxed);
        WorkGuard(Arc::clone(&self.0))
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("in_progress", &self.in_progress())
            .finish_non_exhaustive()
    }
}

/// One delivery being handled, until dropped.
pub(crate) struct WorkGuard(Arc<Counter>);

impl Drop for WorkGuard {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none.notify_waiters();
        }
    }
}
