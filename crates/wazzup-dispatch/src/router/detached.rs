use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

use futures_util::FutureExt;
use tokio::{runtime::Handle, sync::Notify, time::Instant};
use tracing::Instrument;

use crate::{
    few::Few,
    report::{Disposition, EventReport, HandlerReport},
    router::{
        Router,
        entry::{Acted, End, Entry},
        notes::ended,
        table::Table,
    },
    wait::Received,
};

pub(super) type DetachedDone = Arc<dyn Fn(&EventReport) + Send + Sync>;

/// The handlers that run on their own.
#[derive(Default)]
pub(super) struct Running {
    count: AtomicUsize,
    none_left: Notify,
}

impl Router {
    /// Has a function called when a [detached](crate::Handler::detached) handler ends that wasn't
    /// done when its delivery was: the event's report, with this handler alone. Replaces an earlier
    /// function; handlers of merged routers are told to the router that dispatches.
    #[must_use]
    pub fn on_detached_done(self, hook: impl Fn(&EventReport) + Send + Sync + 'static) -> Self {
        self.change(|table| table.detached_done = Some(Arc::new(hook)));
        self
    }

    /// How many [detached](crate::Handler::detached) handlers are running.
    #[must_use]
    pub fn detached(&self) -> usize {
        self.0.running.count.load(Ordering::Acquire)
    }

    /// Waits until no [detached](crate::Handler::detached) handler is running. To be put under a
    /// timeout when shutting down, after [`close`](Self::close), which ends what they wait for.
    pub async fn detached_done(&self) {
        let running = &self.0.running;
        loop {
            let mut notified = pin!(running.none_left.notified());
            // Before the look at the count, so that an end in between isn't missed.
            notified.as_mut().enable();
            if running.count.load(Ordering::Acquire) == 0 {
                return;
            }
            notified.await;
        }
    }

    /// Runs a handler as far as it goes at once, then lets it go. `None` if it runs on.
    pub(super) async fn run_detached(
        &self,
        table: &Table,
        event: &Received,
        entry: &Entry<Acted>,
    ) -> Option<End<Acted>> {
        let started = Instant::now();
        let running = entry.begin(event.envelope(), self, event.mark(), None);
        let mut running = match running {
            Ok(running) => running,
            Err(end) => return Some(end),
        };
        // In its turn: a wait it starts before anything else is there for the next event.
        if let Poll::Ready(end) = poll_fn(|cx| Poll::Ready(running.poll_unpin(cx))).await {
            return Some(end);
        }
        let Ok(runtime) = Handle::try_current() else {
            return Some(running.await);
        };
        let ticket = Ticket::new(self.0.running.clone());
        let (handler, name) = (entry.info.clone(), event.envelope().name());
        let hook = table.detached_done.clone();
        let task = async move {
            let end = running.await;
            let (outcome, elapsed) = ended(&handler, name, end, Some(started));
            let report = EventReport {
                name,
                disposition: Disposition::Handled,
                handlers: Few::One(HandlerReport {
                    handler,
                    outcome,
                    elapsed,
                }),
            };
            let told = hook.map(|hook| catch_unwind(AssertUnwindSafe(|| hook(&report))));
            if let Some(Err(_)) = told {
                tracing::warn!(event = name, "the hook for detached handlers panicked");
            }
            drop(ticket);
        };
        drop(runtime.spawn(task.in_current_span()));
        None
    }
}

/// Counts one running handler until it is dropped, also by the end of the runtime.
struct Ticket(Arc<Running>);

impl Ticket {
    fn new(running: Arc<Running>) -> Self {
        running.count.fetch_add(1, Ordering::AcqRel);
        Self(running)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.0.none_left.notify_waiters();
        }
    }
}
