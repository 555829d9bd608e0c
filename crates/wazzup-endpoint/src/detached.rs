use std::{
    pin::Pin,
    task::{Context, Poll},
};

use tokio::runtime::Handle;

use crate::{Reply, work::WorkGuard};

/// The handling of a delivery, which ends in its answer.
pub type Running = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// Work that runs to its end even if it is dropped before: then a task takes it over.
///
/// It is polled in place as long as somebody waits for it, which spares the task.
pub(crate) struct Detached {
    running: Option<(Running, WorkGuard)>,
    /// Where it is run: it may be dropped elsewhere.
    runtime: Option<Handle>,
}

impl Detached {
    pub(crate) fn new(running: Running, guard: WorkGuard) -> Self {
        Self {
            running: Some((running, guard)),
            runtime: None,
        }
    }

    /// [`Reply::failed`] if it has ended before.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Reply> {
        // Nothing is left only if it was polled after its end, or after it panicked.
        let Some((mut running, guard)) = self.running.take() else {
            return Poll::Ready(Reply::failed());
        };
        // Taken out while it is polled: one that panics is not run on by `drop`.
        match running.as_mut().poll(cx) {
            Poll::Ready(reply) => Poll::Ready(reply),
            Poll::Pending => {
                // Not asked for before: most are done when polled for the first time.
                if self.runtime.is_none() {
                    self.runtime = Handle::try_current().ok();
                }
                self.running = Some((running, guard));
                Poll::Pending
            }
        }
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        let Some((running, guard)) = self.running.take() else {
            return;
        };
        if let Some(runtime) = self.runtime.take().or_else(|| Handle::try_current().ok()) {
            drop(runtime.spawn(async move {
                // Its caller has gone, or was answered first.
                let _ = running.await;
                drop(guard);
            }));
        }
    }
}
