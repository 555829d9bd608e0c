use std::{
    io,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use http::{Request, Response};
use http_body::Body;
use tokio::{
    net::{TcpListener, TcpStream},
    pin,
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};
use tower_service::Service;

#[cfg(feature = "tls")]
use crate::observer::Rejection;
use crate::{
    BoxError, connection,
    request::{RequestBody, log_failure},
    server::Server,
};

/// How long a client may take to complete a head when the listener has stopped.
const LAST_HEADS: Duration = Duration::from_secs(1);

/// Takes connections until told to stop, then waits for them and for detached handlers.
pub(crate) async fn run<S, B>(
    listener: TcpListener,
    #[cfg(feature = "tls")] tls: Option<crate::Tls>,
    service: S,
    server: Arc<Server>,
) where
    S: Service<Request<RequestBody>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    let mut connections = JoinSet::new();
    let shared = Arc::clone(&server);
    let serve = move |stream, peer| {
        // Here, as services need not be shareable between threads. A panic costs this connection.
        let service = catch_unwind(AssertUnwindSafe(|| service.clone()));
        let server = Arc::clone(&shared);
        #[cfg(feature = "tls")]
        let tls = tls.clone();
        async move {
            let Ok(service) = service else {
                log_failure("the service panicked");
                return;
            };
            #[cfg(feature = "tls")]
            if let Some(tls) = tls {
                let handshake = tls.handshake(stream, server.settings.handshake_timeout);
                let shaken = tokio::select! {
                    biased;
                    shaken = handshake => shaken,
                    // There is no request yet that could be lost.
                    () = server.stop.cancelled() => return,
                };
                match shaken {
                    Some(stream) => connection::serve(stream, peer, service, server).await,
                    None => server.rejected(Rejection::Handshake),
                }
                return;
            }
            connection::serve(stream, peer, service, server).await;
        }
    };
    let work = async {
        accept(&listener, &server, &mut connections, serve).await;
        drop(listener);
        server.open.stop();
        let all_ended = async { while connections.join_next().await.is_some() {} };
        pin!(all_ended);
        if timeout(LAST_HEADS, &mut all_ended).await.is_err() {
            server.open.refuse_heads();
            all_ended.await;
        }
        server.detached.close();
        server.detached.wait().await;
    };
    tokio::select! {
        biased;
        () = server.kill.cancelled() => {}
        () = work => return,
        () = server.open.sweep(&server.settings) => {}
    }
    connections.shutdown().await;
    server.detached.close();
    server.detached.wait().await;
}

async fn accept<F>(
    listener: &TcpListener,
    server: &Arc<Server>,
    connections: &mut JoinSet<()>,
    serve: impl Fn(TcpStream, SocketAddr) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(server.settings.connections));
    let mut pause = Pause::default();
    loop {
        if slots.available_permits() == 0 {
            server.observe(|observer| observer.connections_exhausted());
        }
        let slot = tokio::select! {
            biased;
            () = server.stop.cancelled() => return,
            slot = Arc::clone(&slots).acquire_owned() => slot,
        };
        let accepted = loop {
            tokio::select! {
                biased;
                () = server.stop.cancelled() => return,
                // Reaps what has ended: the set would grow otherwise.
                Some(_) = connections.join_next() => {}
                accepted = listener.accept() => break accepted,
            }
        };
        match accepted {
            Ok((stream, peer)) => {
                pause = Pause::default();
                // Answers are small and written at once: waiting for more only adds latency.
                let _ = stream.set_nodelay(true);
                let work = serve(stream, peer);
                let open = Open::new(Arc::clone(server));
                connections.spawn(async move {
                    work.await;
                    drop(open);
                    drop(slot);
                });
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                // Out of file handles or memory: trying again at once would only burn time.
                tracing::warn!(kind = ?error.kind(), "cannot accept connections, waiting");
                server.observe(|observer| observer.accept_failed());
                tokio::select! {
                    biased;
                    () = server.stop.cancelled() => return,
                    () = sleep(pause.next()) => {}
                }
            }
        }
    }
}

/// Tells the observer of a connection's end even if its task is dropped.
struct Open(Arc<Server>);

impl Open {
    fn new(server: Arc<Server>) -> Self {
        server.observe(|observer| observer.connection_opened());
        Self(server)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.observe(|observer| observer.connection_closed());
    }
}

/// A peer that was gone before it was accepted is no fault of the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}

/// 50 ms, doubled each time, up to a second.
#[derive(Default)]
struct Pause(u32);

impl Pause {
    fn next(&mut self) -> Duration {
        let pause = Duration::from_millis(50 << self.0).min(Duration::from_secs(1));
        self.0 = (self.0 + 1).min(5);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_a_second_and_no_further() {
        let mut pause = Pause::default();
        let pauses: Vec<u128> = (0..8).map(|_| pause.next().as_millis()).collect();
        assert_eq!(pauses, [50, 100, 200, 400, 800, 1000, 1000, 1000]);
    }

    #[test]
    fn running_out_of_file_handles_is_waited_out_and_an_aborted_connection_is_not() {
        assert!(!is_of_one_connection(&io::Error::from_raw_os_error(24)));
        assert!(is_of_one_connection(
            &io::ErrorKind::ConnectionAborted.into()
        ));
    }
}
