use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::runtime::Handle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    connection::Open,
    observer::{Observer, Rejection},
    request::log_failure,
    settings::Settings,
};

/// What all connections of one listener share.
pub(crate) struct Server {
    pub(crate) settings: Settings,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) open: Open,
    /// Take no more connections, end the open ones after their present answer.
    pub(crate) stop: CancellationToken,
    /// Drop everything.
    pub(crate) kill: CancellationToken,
    /// Requests whose handler has not ended, their clients there or gone.
    pub(crate) running: AtomicUsize,
    /// Handlers whose client is gone, and bodies being read to their end for politeness.
    pub(crate) detached: TaskTracker,
    runtime: Handle,
}

impl Server {
    pub(crate) fn new(settings: Settings, observer: Option<Arc<dyn Observer>>) -> Self {
        Self {
            settings,
            observer,
            open: Open::default(),
            stop: CancellationToken::new(),
            kill: CancellationToken::new(),
            running: AtomicUsize::new(0),
            detached: TaskTracker::new(),
            runtime: Handle::current(),
        }
    }

    pub(crate) fn observe(&self, tell: impl FnOnce(&dyn Observer)) {
        if let Some(observer) = &self.observer {
            guard(|| tell(observer.as_ref()));
        }
    }

    pub(crate) fn rejected(&self, rejection: Rejection) {
        self.observe(|observer| observer.rejected(rejection));
    }

    pub(crate) fn handler_started(&self) {
        self.running.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn handler_ended(&self) {
        self.running.fetch_sub(1, Ordering::Relaxed);
    }

    /// Runs `work` to its end whatever happens to the connection, unless the server is killed.
    pub(crate) fn detach<F>(&self, work: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let kill = self.kill.clone();
        let work = async move {
            tokio::select! {
                biased;
                () = kill.cancelled() => {}
                () = work => {}
            }
        };
        drop(self.runtime.spawn(self.detached.track_future(work)));
    }
}

/// Kept apart from the common case, in which there is no observer.
#[inline(never)]
fn guard(tell: impl FnOnce()) {
    // Metrics are not worth a connection, and from the acceptor it would be all of them.
    if catch_unwind(AssertUnwindSafe(tell)).is_err() {
        log_failure("the observer panicked");
    }
}
