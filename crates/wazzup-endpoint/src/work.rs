use std::{
    fmt,
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::Poll,
};

use tokio::{runtime::Handle, sync::Notify};

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
    abandoned: AtomicBool,
    abandon: Notify,
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
            let mut woken = pin!(self.0.none.notified());
            // Registered before the count is looked at, so that no end is missed in between.
            woken.as_mut().enable();
            if self.in_progress() == 0 {
                return;
            }
            woken.await;
        }
    }

    /// Drops the work that goes on without a caller, and from now on all work whose caller goes: the
    /// hard end, when [`drained`](Self::drained) has been waited for long enough.
    ///
    /// What has a caller ends with it, as a server drops it.
    pub fn abandon(&self) {
        self.0.abandoned.store(true, Ordering::SeqCst);
        self.0.abandon.notify_waiters();
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.0.abandoned.load(Ordering::SeqCst)
    }

    async fn abandoned(&self) {
        let mut told = pin!(self.0.abandon.notified());
        // Registered before the look, so that nothing is missed in between.
        told.as_mut().enable();
        if !self.is_abandoned() {
            told.await;
        }
    }

    /// Runs this to its end as part of the work, though nobody waits for it: on the runtime that the
    /// caller is on. Without one it is dropped.
    pub fn run_on(&self, job: impl Future<Output = ()> + Send + 'static) {
        let at_work = AtWork::new(self);
        self.spawn(None, async move {
            job.await;
            drop(at_work);
        });
    }

    /// Spawns what is counted already.
    pub(crate) fn spawn(
        &self,
        runtime: Option<Handle>,
        job: impl Future<Output = ()> + Send + 'static,
    ) {
        let Some(runtime) = runtime.or_else(|| Handle::try_current().ok()) else {
            return;
        };
        if self.is_abandoned() {
            return;
        }
        let work = self.clone();
        drop(runtime.spawn(async move {
            let (mut job, mut abandoned) = (pin!(job), pin!(work.abandoned()));
            poll_fn(|cx| match job.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(()),
                Poll::Pending => abandoned.as_mut().poll(cx),
            })
            .await;
        }));
    }

    fn begin(&self) {
        self.0.running.fetch_add(1, Ordering::Relaxed);
    }

    fn end(&self) {
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

/// A piece of work that is counted, until dropped.
pub(crate) struct AtWork(Work);

impl AtWork {
    pub(crate) fn new(work: &Work) -> Self {
        work.begin();
        Self(work.clone())
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.end();
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
