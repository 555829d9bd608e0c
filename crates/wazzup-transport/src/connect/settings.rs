use std::time::Duration;

/// How connections are made and kept.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_idle: usize,
    #[cfg(feature = "http2")]
    pub(crate) http2: bool,
    #[cfg(feature = "gzip")]
    pub(crate) gzip: bool,
    #[cfg(feature = "proxy")]
    pub(crate) proxy: Option<super::Proxy>,
    #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
    pub(crate) tls: super::tls::Tls,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Some(Duration::from_secs(5)),
            // Shorter than servers keep theirs, mostly a minute or more: who closes first avoids
            // the race between a request and the other side's closing.
            idle_timeout: Duration::from_secs(20),
            max_idle: 128,
            #[cfg(feature = "http2")]
            http2: false,
            #[cfg(feature = "gzip")]
            gzip: true,
            #[cfg(feature = "proxy")]
            proxy: None,
            #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
            tls: super::tls::Tls::default(),
        }
    }
}
