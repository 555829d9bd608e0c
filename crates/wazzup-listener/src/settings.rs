use std::time::Duration;

/// Everything settable, with its default.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Largest body of a request, in bytes.
    pub(crate) body_limit: u64,
    /// Largest head of a request, in bytes: request line and headers.
    pub(crate) header_size: usize,
    /// Most headers of a request; `None` is hyper's own 100, which costs no allocation.
    pub(crate) header_count: Option<usize>,
    /// Most connections at once; more wait in the kernel's queue.
    pub(crate) connections: usize,
    pub(crate) header_read_timeout: Duration,
    pub(crate) body_read_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    #[cfg(feature = "tls")]
    pub(crate) handshake_timeout: Duration,
    pub(crate) keep_alive: bool,
    /// The only path the service is asked for; `None` is every path.
    pub(crate) path: Option<String>,
    pub(crate) health_path: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_limit: 2 * 1024 * 1024,
            header_size: 16 * 1024,
            header_count: None,
            connections: 1024,
            header_read_timeout: Duration::from_secs(10),
            body_read_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(60),
            #[cfg(feature = "tls")]
            handshake_timeout: Duration::from_secs(10),
            keep_alive: true,
            path: None,
            health_path: Some("/health".into()),
        }
    }
}

impl Settings {
    /// How often connections are looked at, at least: so much more than its limit may a pause take.
    pub(crate) fn sweep_interval(&self) -> Duration {
        self.header_read_timeout
            .min(self.body_read_timeout)
            .min(self.write_timeout)
            .min(self.idle_timeout)
            / 8
    }
}
