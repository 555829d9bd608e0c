use std::{fmt, net::SocketAddr, sync::Arc, sync::atomic::Ordering, time::Duration};

use tokio::{task::JoinHandle, time::timeout};

use crate::server::Server;

/// A listener at work. From [`ListenerBuilder::serve`](crate::ListenerBuilder::serve).
///
/// Dropping it is the hard stop: the socket is closed, connections are cut, handlers are dropped
/// where they stand, and nothing is left behind. Let it end by [`shutdown`](Self::shutdown) where
/// handlers should finish.
#[must_use = "dropping it stops the listener"]
pub struct Running {
    url: String,
    local_addr: SocketAddr,
    server: Arc<Server>,
    acceptor: JoinHandle<()>,
}

impl Running {
    pub(crate) fn new(
        url: String,
        local_addr: SocketAddr,
        server: Arc<Server>,
        acceptor: JoinHandle<()>,
    ) -> Self {
        Self {
            url,
            local_addr,
            server,
            acceptor,
        }
    }

    /// Where it can be reached from this host, path included:
    /// `http://127.0.0.1:41234/webhooks`, with the port really bound.
    ///
    /// A listener on all interfaces (`0.0.0.0`, `[::]`) names the loopback address here, since
    /// nobody can call "all interfaces"; [`local_addr`](Self::local_addr) has what was bound.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address really bound.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// How many handlers are at work, those whose client has hung up included.
    pub fn requests_running(&self) -> usize {
        self.server.running.load(Ordering::Relaxed)
    }

    /// Stops: takes no more connections, closes idle ones, and waits until every request has its
    /// answer and every handler has ended, but no longer than `deadline`.
    ///
    /// What runs after that is dropped and counted in the report.
    pub async fn shutdown(mut self, deadline: Duration) -> Shutdown {
        self.server.stop.cancel();
        if timeout(deadline, &mut self.acceptor).await.is_ok() {
            return Shutdown { abandoned: 0 };
        }
        let abandoned = self.server.running.load(Ordering::Relaxed);
        self.server.kill.cancel();
        // Nothing is waited for any more but the runtime dropping the tasks.
        let _ = (&mut self.acceptor).await;
        Shutdown { abandoned }
    }

    /// Waits until the listener has ended. It never does by itself: this is for a `select!`, or
    /// for a program that only listens.
    pub async fn ended(&mut self) {
        if !self.acceptor.is_finished() {
            let _ = (&mut self.acceptor).await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.kill.cancel();
        self.server.stop.cancel();
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("url", &self.url)
            .field("local_addr", &self.local_addr)
            .finish_non_exhaustive()
    }
}

/// How a shutdown went. From [`Running::shutdown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shutdown {
    abandoned: usize,
}

impl Shutdown {
    /// How many handlers were dropped because the deadline had passed.
    pub fn abandoned(self) -> usize {
        self.abandoned
    }

    /// Whether every handler came to its end.
    pub fn is_clean(self) -> bool {
        self.abandoned == 0
    }
}
