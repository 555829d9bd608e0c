use std::{fmt, net::SocketAddr, sync::Arc, sync::atomic::Ordering, time::Duration};

use tokio::{task::JoinHandle, time::timeout};

use crate::server::Server;

/// How long dropped handlers may take to go. One that blocks its thread does not go before it lets
/// go of it.
const ABANDONING: Duration = Duration::from_millis(100);

/// A listener at work. From [`ListenerBuilder::serve`](crate::ListenerBuilder::serve).
///
/// Dropping it is the hard stop: the socket is closed, connections are cut, handlers are dropped
/// where they stand, and nothing is left behind. Let it end by [`shutdown`](Self::shutdown) where
/// handlers should finish.
///
/// What a service has given to tasks of its own is its own matter: a webhook endpoint lets handlers run
/// to their end without their caller, unless it is told to abandon them.
#[must_use = "dropping it stops the listener"]
pub struct Running {
    url: String,
    local_addr: SocketAddr,
    server: Arc<Server>,
    acceptor: JoinHandle<()>,
    /// Once the acceptor was seen to have ended: whether by itself.
    ended: Option<bool>,
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
            ended: None,
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
    /// answer and every handler has ended, but no longer than `deadline`. A request whose head is
    /// on its way has a second to be complete; a TLS handshake is broken off.
    ///
    /// What runs after that is dropped and counted in the report. A handler that blocks its thread
    /// cannot be dropped: it is counted too, and not waited for.
    pub async fn shutdown(mut self, deadline: Duration) -> Shutdown {
        self.server.stop.cancel();
        if let Ok(ended) = timeout(deadline, self.end()).await {
            // Whatever crashed left handlers behind, if there were any.
            let abandoned = if ended { 0 } else { self.requests_running() };
            return Shutdown {
                abandoned,
                crashed: !ended,
            };
        }
        let abandoned = self.requests_running();
        self.server.kill.cancel();
        // Nothing is waited for any more but the runtime dropping the tasks.
        let ended = timeout(ABANDONING, self.end()).await;
        Shutdown {
            abandoned,
            crashed: ended == Ok(false),
        }
    }

    /// Waits until the listener has ended. It never does by itself: this is for a `select!`, or
    /// for a program that only listens.
    pub async fn ended(&mut self) {
        self.end().await;
    }

    /// Waits for the acceptor. Whether it came to its end, and did not crash or lose its runtime.
    async fn end(&mut self) -> bool {
        if let Some(ended) = self.ended {
            return ended;
        }
        let ended = (&mut self.acceptor).await.is_ok();
        *self.ended.insert(ended)
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
    crashed: bool,
}

impl Shutdown {
    /// How many handlers had not ended when the deadline had passed.
    pub fn abandoned(self) -> usize {
        self.abandoned
    }

    /// Whether every handler came to its end, and the listener had neither crashed nor lost its
    /// runtime.
    pub fn is_clean(self) -> bool {
        self.abandoned == 0 && !self.crashed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    fn running(acceptor: JoinHandle<()>) -> Running {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Arc::new(Server::new(Settings::default(), None));
        Running::new(String::new(), address, server, acceptor)
    }

    #[tokio::test]
    async fn a_listener_that_has_ended_can_still_be_shut_down() {
        let mut running = running(tokio::spawn(async {}));
        running.ended().await;
        running.ended().await;
        assert!(running.shutdown(Duration::from_secs(1)).await.is_clean());
    }

    #[tokio::test]
    async fn a_crashed_listener_is_not_reported_as_clean() {
        for wait in [false, true] {
            let mut running = running(tokio::spawn(async { panic!("on purpose") }));
            if wait {
                running.ended().await;
            }
            let report = running.shutdown(Duration::from_secs(1)).await;
            assert_eq!((report.abandoned(), report.is_clean()), (0, false));
        }
    }
}
