//! The thread that does the work.

use std::sync::LazyLock;

use tokio::runtime::{Builder, Handle, Runtime};

static BACKGROUND: LazyLock<Runtime> = LazyLock::new(|| {
    // One worker: it only drives sockets and timers, the callers' own threads do the rest.
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("wazzup-blocking")
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("no thread for blocking calls: {error}"))
});

/// The runtime of all blocking calls of this process.
pub(super) fn handle() -> &'static Handle {
    BACKGROUND.handle()
}
