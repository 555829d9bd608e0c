use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use tokio::{runtime::Handle, sync::Notify};

type Running<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A future that runs to its end even if it is dropped before: then a task takes it over.
///
/// It is polled in place as long as somebody waits for it, which spares the task.
pub(super) struct Detached<T: Send + 'static> {
    running: Option<Running<T>>,
    /// Where it is run: it may be dropped elsewhere.
    runtime: Option<Handle>,
}

impl<T: Send + 'static> Detached<T> {
    pub(super) fn new(running: Running<T>) -> Self {
        Self {
            running: Some(running),
            runtime: None,
        }
    }

    /// `None` if it has panicked.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<T>> {
        // Nothing is left only if it was polled after its end.
        let Some(mut running) = self.running.take() else {
            return Poll::Ready(None);
        };
        // Taken out while it is polled: one that panics is not run on by `drop`.
        match running.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => {
                // Not asked for before: most are done when polled for the first time.
                if self.runtime.is_none() {
                    self.runtime = Handle::try_current().ok();
                }
                self.running = Some(running);
                Poll::Pending
            }
        }
    }
}

impl<T: Send + 'static> Drop for Detached<T> {
    fn drop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        if let Some(runtime) = self.runtime.take().or_else(|| Handle::try_current().ok()) {
            drop(runtime.spawn(running));
        }
    }
}

/// Counts the deliveries being handled.
#[derive(Clone, Default)]
pub(super) struct Work(Arc<Counter>);

#[derive(Default)]
struct Counter {
    running: AtomicUsize,
    none: Notify,
}

impl Work {
    pub(super) fn begin(&self) -> WorkGuard {
        self.0.running.fetch_add(1, Ordering::Relaxed);
        WorkGuard(Arc::clone(&self.0))
    }

    pub(super) fn count(&self) -> usize {
        self.0.running.load(Ordering::Acquire)
    }

    pub(super) async fn none(&self) {
        loop {
            let mut woken = std::pin::pin!(self.0.none.notified());
            // Registered before the count is looked at, so that no end is missed in between.
            woken.as_mut().enable();
            if self.count() == 0 {
                return;
            }
            woken.await;
        }
    }
}

pub(super) struct WorkGuard(Arc<Counter>);

impl Drop for WorkGuard {
    fn drop(&mut self) {
        if self.0.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none.notify_waiters();
        }
    }
}
