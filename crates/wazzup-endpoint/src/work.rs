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
    /// How many wait for `none`. Deliveries end far more often than somebody waits for that.
    waiting: AtomicUsize,
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
        self.0.running.load(Ordering::SeqCst)
    }

    /// Waits until no delivery is being handled: at the end of a program, after the server has
    /// stopped, for those that had their answer first or whose caller hung up.
    pub async fn drained(&self) {
        let _waiting = Waiting::new(&self.0.waiting);
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

    pub(crate) fn begin(&self) {
        self.0.running.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self) {
        if self.0.running.fetch_sub(1, Ordering::SeqCst) == 1
            && self.0.waiting.load(Ordering::SeqCst) > 0
        {
            self.0.none.notify_waiters();
        }
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("in_progress", &self.in_progress())
            .finish_non_exhaustive()
    }
}

/// Somebody who waits, until dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
