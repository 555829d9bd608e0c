use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tokio::runtime::Handle;

use crate::{Endpoint, Reply, Work, work::AtWork};

type Running = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// A job that runs to its end even if it is dropped before: then a task takes it over.
///
/// It is polled in place as long as somebody waits for it, which spares the task.
pub(crate) struct Detached {
    running: Option<Running>,
    /// Where it is run: it may be dropped elsewhere.
    runtime: Option<Handle>,
    work: Work,
}

impl Detached {
    pub(crate) fn new<E: Endpoint>(endpoint: Arc<E>, job: E::Job) -> Self {
        let work = endpoint.work().clone();
        let at_work = AtWork::new(&work);
        let running = async move {
            let _at_work = at_work;
            endpoint.run(job).await
        };
        Self {
            running: Some(Box::pin(running)),
            runtime: None,
            work,
        }
    }

    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Reply> {
        // Nothing is left only if it was polled after its end.
        let Some(mut running) = self.running.take() else {
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
                self.running = Some(running);
                Poll::Pending
            }
        }
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            run_on(running, self.runtime.take(), &self.work);
        }
    }
}

/// Kept apart from the common case, in which it has ended.
#[cold]
fn run_on(running: Running, runtime: Option<Handle>, work: &Work) {
    work.spawn(runtime, async move {
        let _answer = running.await;
    });
}
