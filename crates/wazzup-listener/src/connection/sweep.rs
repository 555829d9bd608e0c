use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use tokio::time::{Instant, sleep_until};

use super::Watch;
use crate::settings::Settings;

/// The open connections of a listener.
#[derive(Debug, Default)]
pub(crate) struct Open {
    watches: Mutex<Watches>,
    stopping: AtomicBool,
    refuses_heads: AtomicBool,
}

#[derive(Debug, Default)]
struct Watches {
    last_id: u64,
    by_id: HashMap<u64, Arc<Watch>>,
}

impl Open {
    /// Looks after a connection until what is returned is dropped.
    pub(super) fn enter(&self, watch: &Arc<Watch>) -> Entry<'_> {
        let mut watches = self.lock();
        watches.last_id += 1;
        let id = watches.last_id;
        watches.by_id.insert(id, Arc::clone(watch));
        Entry { open: self, id }
    }

    /// Tells every connection, those to come too, to end after its present answer.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, SeqCst);
        self.wake_all();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(SeqCst)
    }

    /// After [`stop`](Self::stop): ends the connections that still read the head of a request.
    pub(crate) fn refuse_heads(&self) {
        self.refuses_heads.store(true, SeqCst);
        self.wake_all();
    }

    pub(super) fn refuses_heads(&self) -> bool {
        self.refuses_heads.load(SeqCst)
    }

    fn wake_all(&self) {
        self.lock()
            .by_id
            .values()
            .for_each(|watch| watch.wake_task());
    }

    /// Keeps all connections to their time limits. Never ends.
    pub(crate) async fn sweep(&self, settings: &Settings) {
        loop {
            let now = Instant::now();
            let mut next = now + settings.sweep_interval();
            for watch in self.lock().by_id.values() {
                if let Some(later) = watch.inspect(now, settings) {
                    next = next.min(later);
                }
            }
            sleep_until(next).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Watches> {
        self.watches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) struct Entry<'a> {
    open: &'a Open,
    id: u64,
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.open.lock().by_id.remove(&self.id);
    }
}
