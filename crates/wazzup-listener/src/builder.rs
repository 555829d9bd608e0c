use std::{
    fmt::{self, Display},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use http::{Request, Response, uri::PathAndQuery};
use http_body::Body;
use tokio::net::TcpListener;
use tower_service::Service;

use crate::{
    BoxError, Observer, RequestBody, Running, ServeError, accept, server::Server,
    settings::Settings,
};

/// The server. Only a place to start from: see [`Listener::builder`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Listener;

impl Listener {
    /// A listener with the defaults of [`ListenerBuilder`], on `127.0.0.1` and a free port.
    pub fn builder() -> ListenerBuilder {
        ListenerBuilder {
            source: Source::Address("127.0.0.1:0".into()),
            settings: Settings::default(),
            observer: None,
            #[cfg(feature = "tls")]
            tls: None,
        }
    }
}

/// A listener before it starts: where it listens and what it puts up with.
///
/// | Setting | Default |
/// |---------|---------|
/// | [address](Self::bind) | `127.0.0.1:0` |
/// | [path](Self::path) | every path |
/// | [health endpoint](Self::health_path) | `/health` |
/// | [body](Self::body_limit) | 2 MiB |
/// | [head](Self::header_size_limit) | 16 KiB, [100 headers](Self::header_count_limit) |
/// | [connections](Self::connection_limit) | 1024 |
/// | [reading a head](Self::header_read_timeout) | 10 s |
/// | [reading a body](Self::body_read_timeout) | 10 s |
/// | [writing an answer](Self::write_timeout) | 30 s without progress |
/// | [idle connection](Self::idle_timeout) | 60 s |
/// | TLS handshake | 10 s |
///
/// Time limits lie between a millisecond and a year; others are taken for the nearer of the two.
/// One may be exceeded by up to an eighth of the shortest of them, since that is how often
/// connections are looked at.
#[must_use = "a listener does nothing until it serves"]
pub struct ListenerBuilder {
    source: Source,
    settings: Settings,
    observer: Option<Arc<dyn Observer>>,
    #[cfg(feature = "tls")]
    tls: Option<crate::Tls>,
}

enum Source {
    Address(String),
    Socket(std::net::TcpListener),
}

impl ListenerBuilder {
    /// Where to listen: `host:port`, a `SocketAddr`, or anything else that reads like one. Port 0
    /// takes a free one, see [`Running::url`].
    pub fn bind(mut self, address: impl Display) -> Self {
        self.source = Source::Address(address.to_string());
        self
    }

    /// Listens on a socket that is bound already, e.g. one inherited from a supervisor.
    pub fn socket(mut self, socket: std::net::TcpListener) -> Self {
        self.source = Source::Socket(socket);
        self
    }

    /// Gives the service only requests for this path and answers 404 to others. It begins with a
    /// slash (one is put before it otherwise), and is compared exactly, without the request's
    /// query. One with a query of its own is refused by [`serve`](Self::serve).
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.settings.path = Some(with_slash(path.into()));
        self
    }

    /// Where the health endpoint is: 200 while it serves, 503 while it shuts down. It wins over
    /// the service. `None` switches it off.
    pub fn health_path<P: Into<String>>(mut self, path: impl Into<Option<P>>) -> Self {
        self.settings.health_path = path.into().map(|path| with_slash(path.into()));
        self
    }

    /// Switches the health endpoint off: its path belongs to the service like any other.
    pub fn without_health(mut self) -> Self {
        self.settings.health_path = None;
        self
    }

    /// Largest body of a request, in bytes. A larger one is answered 413: at once if its length
    /// was announced, else when the limit is passed.
    pub fn body_limit(mut self, bytes: u64) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// Largest head of a request, in bytes: request line and headers. A larger one is answered
    /// 431.
    pub fn header_size_limit(mut self, bytes: usize) -> Self {
        self.settings.header_size = bytes;
        self
    }

    /// Most headers of a request; more are answered 431. Any other value than hyper's own, 100,
    /// costs an allocation per request.
    pub fn header_count_limit(mut self, count: usize) -> Self {
        self.settings.header_count = (count != 100).then_some(count);
        self
    }

    /// Most connections at once, at least 1. More are not refused: they wait in the operating
    /// system's queue until one of the open ones ends.
    pub fn connection_limit(mut self, count: usize) -> Self {
        self.settings.connections = count.clamp(1, tokio::sync::Semaphore::MAX_PERMITS);
        self
    }

    /// How long a client may take to send the head of a request, counted from its first byte, or
    /// from the connection's beginning. Who takes longer is disconnected.
    pub fn header_read_timeout(mut self, timeout: Duration) -> Self {
        self.settings.header_read_timeout = sane(timeout);
        self
    }

    /// How long a client may take to send the whole body of a request, counted from when the
    /// service begins to wait for it. Who takes longer is answered 408.
    pub fn body_read_timeout(mut self, timeout: Duration) -> Self {
        self.settings.body_read_timeout = sane(timeout);
        self
    }

    /// How long a client may leave its answer unread before it is disconnected.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.settings.write_timeout = sane(timeout);
        self
    }

    /// How long a connection is kept open between two requests.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.settings.idle_timeout = sane(timeout);
        self
    }

    /// Whether a connection may serve more than one request. On by default.
    pub fn keep_alive(mut self, on: bool) -> Self {
        self.settings.keep_alive = on;
        self
    }

    /// Who is told what happens, for metrics.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Serves TLS.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// How long a TLS handshake may take. Who takes longer is disconnected.
    #[cfg(feature = "tls")]
    pub fn handshake_timeout(mut self, timeout: Duration) -> Self {
        self.settings.handshake_timeout = sane(timeout);
        self
    }

    /// Starts listening and gives every request to a clone of `service`.
    ///
    /// When it returns, the socket is open and the [address](Running::url) known. Requests run on
    /// the runtime this is called on. A client that hangs up cancels nothing: the handler runs on
    /// and its answer is dropped. A panic of the service becomes a 500.
    ///
    /// # Errors
    ///
    /// [`ServeError`] if the address cannot be listened on, or no request can have a path that was
    /// set.
    pub async fn serve<S, B>(self, service: S) -> Result<Running, ServeError>
    where
        S: Service<Request<RequestBody>, Response = Response<B>> + Clone + Send + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        let Settings {
            path, health_path, ..
        } = &self.settings;
        if ![path, health_path].into_iter().flatten().all(can_be_asked) {
            return Err(ServeError::Path);
        }
        let (listener, local_addr) = self.source.open().await?;
        #[cfg(feature = "tls")]
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        #[cfg(not(feature = "tls"))]
        let scheme = "http";
        let path = self.settings.path.as_deref().unwrap_or_default();
        let url = format!("{scheme}://{}{path}", reachable(local_addr));
        let server = Arc::new(Server::new(self.settings, self.observer));
        let acceptor = tokio::spawn(accept::run(
            listener,
            #[cfg(feature = "tls")]
            self.tls,
            service,
            Arc::clone(&server),
        ));
        Ok(Running::new(url, local_addr, server, acceptor))
    }
}

impl Source {
    async fn open(self) -> Result<(TcpListener, SocketAddr), ServeError> {
        let listener = match self {
            Self::Address(address) => TcpListener::bind(&address)
                .await
                .map_err(|source| ServeError::Bind { address, source })?,
            Self::Socket(socket) => {
                socket.set_nonblocking(true).map_err(ServeError::Socket)?;
                TcpListener::from_std(socket).map_err(ServeError::Socket)?
            }
        };
        let local_addr = listener.local_addr().map_err(ServeError::Socket)?;
        Ok((listener, local_addr))
    }
}

impl fmt::Debug for ListenerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListenerBuilder")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// Nothing would come in no time, and clocks cannot count to the end of time.
fn sane(timeout: Duration) -> Duration {
    timeout.clamp(
        Duration::from_millis(1),
        Duration::from_secs(365 * 24 * 3600),
    )
}

fn with_slash(path: String) -> String {
    if path.starts_with('/') {
        path
    } else {
        format!("/{path}")
    }
}

/// Whether the path of a request can be equal to this: it is one, and has no query or fragment.
fn can_be_asked(path: &String) -> bool {
    PathAndQuery::try_from(path.as_str()).is_ok_and(|parsed| parsed.path() == path)
}

fn reachable(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "tls")]
    #[test]
    fn a_handshake_has_the_same_shortest_and_longest_time_as_everything_else() {
        let limit = |timeout| {
            let builder = Listener::builder().handshake_timeout(timeout);
            builder.settings.handshake_timeout
        };
        assert_eq!(limit(Duration::ZERO), sane(Duration::ZERO));
        assert_eq!(limit(Duration::MAX), sane(Duration::MAX));
        assert_eq!(limit(Duration::from_secs(3)), Duration::from_secs(3));
    }
}
