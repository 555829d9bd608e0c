use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, Uri};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    DEFAULT_BODY_LIMIT, Next, Point, Profile, Slot, Transport,
    next::user_layer,
    stack::{Changes, Layers},
};
use crate::{
    Base, Body, BoxError, Error, ErrorDecoder, ErrorDetails, ErrorKind, Limits,
    attempt_timeout::AttemptTimeoutLayer,
    auth::{AuthLayer, CredentialProvider},
    connect::{self, HyperClient, Settings},
    cooldown::CooldownLayer,
    judge::Judge,
    rate_limit::{
        GovernorLimiter, LimitKey, Limiter, RateLimitLayer, RequestHead, Scopes, SharedLimiter,
    },
    retry::{RetryLayer, RetryPolicy, StandardPolicy},
    stream::DEFAULT_IDLE_TIMEOUT,
};

/// Builds a [`Transport`]. From [`Transport::builder`].
///
/// Without any setting but the base URI: no credential, no rate limit, the
/// [standard retries](StandardPolicy::new), a pause for all after a 429, 5 s for a connection, 30 s
/// for an attempt, 120 s for a call, 16 MiB for an answer, kept connections, TLS by the features.
///
/// ```
/// use std::time::Duration;
/// use wazzup_transport::{Limit, Limits, Transport, auth::Credential};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = Transport::builder()
///     .base("http://127.0.0.1:8080".parse()?)
///     .credential(Credential::bearer("0123456789abcdef")?)
///     .limits(Limits::new(Limit::new(500, Duration::from_secs(5))))
///     .build()?;
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until built"]
pub struct TransportBuilder {
    base: Option<Uri>,
    decoder: Arc<dyn ErrorDecoder>,
    judge: Option<Arc<dyn Judge>>,
    user_agent: Option<HeaderValue>,
    total_timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    body_limit: usize,
    attempt_timeout: Option<Duration>,
    auth: AuthLayer,
    retry: RetryLayer,
    limiter: Option<SharedLimiter>,
    scopes: Scopes,
    cooldown: CooldownLayer,
    settings: Settings,
    service: Option<Next>,
    changes: Changes,
}

impl TransportBuilder {
    pub(super) fn new() -> Self {
        Self {
            base: None,
            decoder: Arc::new(|_, _: &[u8]| ErrorDetails::new()),
            judge: None,
            user_agent: Some(HeaderValue::from_static(USER_AGENT)),
            total_timeout: Some(Duration::from_secs(120)),
            idle_timeout: Some(DEFAULT_IDLE_TIMEOUT),
            body_limit: DEFAULT_BODY_LIMIT,
            attempt_timeout: Some(Duration::from_secs(30)),
            auth: AuthLayer::off(),
            retry: RetryLayer::new(StandardPolicy::new()),
            limiter: None,
            scopes: Scopes::default(),
            cooldown: CooldownLayer::new(),
            settings: Settings::default(),
            service: None,
            changes: Changes::default(),
        }
    }

    /// The URI that the paths of endpoints are relative to. Required, unless there is a
    /// [service](Self::service) of the user.
    pub fn base(mut self, base: Uri) -> Self {
        self.base = Some(base);
        self
    }

    /// Who has the credential; a [`Credential`](crate::auth::Credential) itself, if it never changes.
    pub fn credential(mut self, provider: impl CredentialProvider) -> Self {
        self.auth = AuthLayer::new(provider);
        self
    }

    /// How the bodies of error answers are read.
    pub fn error_decoder(mut self, decoder: impl ErrorDecoder) -> Self {
        self.decoder = Arc::new(decoder);
        self
    }

    /// Who says what a refusing answer means for repeats and for the rate limit, where the status does
    /// not tell. See [`judge`](crate::judge).
    pub fn judge(mut self, judge: impl Judge) -> Self {
        self.judge = Some(Arc::new(judge));
        self
    }

    /// What the client calls itself. `None` to say nothing.
    pub fn user_agent(mut self, user_agent: impl Into<Option<HeaderValue>>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// How much the server allows. See [`Limit`](crate::Limit) for how it is kept to.
    pub fn limits(self, limits: Limits) -> Self {
        self.limiter(GovernorLimiter::new(limits))
    }

    /// Another limiter, or one that is shared with other transports: whatever counts for the same
    /// key at the server belongs to one limiter.
    pub fn limiter(mut self, limiter: impl Limiter) -> Self {
        self.limiter = Some(SharedLimiter::new(limiter));
        self
    }

    /// Whom the server counts, for all calls that do not say so themselves. Matters where a limiter
    /// is shared.
    pub fn limit_key(mut self, key: LimitKey) -> Self {
        self.scopes = Scopes::fixed(key);
        self
    }

    /// Whom the server counts, derived from each request.
    pub fn limit_key_by(
        mut self,
        hook: impl Fn(RequestHead<'_>) -> LimitKey + Send + Sync + 'static,
    ) -> Self {
        self.scopes = Scopes::by(hook);
        self
    }

    /// How long all of a bucket pause after a 429 that does not say how long (5 s by default), and
    /// how long at most if it does (60 s).
    pub fn cooldown(mut self, default: Duration, longest: Duration) -> Self {
        self.cooldown = self.cooldown.default_pause(default).longest_pause(longest);
        self
    }

    /// When a failed attempt is repeated.
    pub fn retry(mut self, policy: impl RetryPolicy) -> Self {
        self.retry = RetryLayer::new(policy);
        self
    }

    /// Sends each request once.
    pub fn no_retry(mut self) -> Self {
        self.retry = RetryLayer::off();
        self
    }

    /// How long a connection may take: TCP, proxy and TLS. 5 s by default, `None` for no limit.
    pub fn connect_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.settings.connect_timeout = timeout.into();
        self
    }

    /// How long an attempt may take, from handing the request to the connection to the last byte of
    /// the answer. 30 s by default, `None` for no limit.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// How long a call may take in all, with waiting for the rate limit, all attempts, the pauses
    /// between them and reading the answer. 120 s by default, `None` for no limit.
    pub fn total_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.total_timeout = timeout.into();
        self
    }

    /// How long nothing may come of an answer that is [streamed](Transport::execute_streaming), once
    /// its head is there. 30 s by default, `None` for no limit.
    pub fn idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.idle_timeout = timeout.into();
        self
    }

    /// The longest answer that is read, in bytes. 16 MiB by default. One that is
    /// [streamed](Transport::execute_streaming) has no limit but one of its own.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How long a connection is kept without use, 20 s by default, and how many such there are at
    /// most to one host, 128 by default. Should be shorter than the server keeps them.
    pub fn pool(mut self, idle_timeout: Duration, max_idle: usize) -> Self {
        self.settings.idle_timeout = idle_timeout;
        self.settings.max_idle = max_idle;
        self
    }

    /// The proxy to go through. By default there is none, whatever the environment says;
    /// [`Proxy::from_env`](crate::Proxy::from_env) asks it.
    #[cfg(feature = "proxy")]
    #[cfg_attr(docsrs, doc(cfg(feature = "proxy")))]
    pub fn proxy(mut self, proxy: crate::Proxy) -> Self {
        self.settings.proxy = Some(proxy);
        self
    }

    /// Offers HTTP/2 to servers that speak TLS. Off by default.
    #[cfg(feature = "http2")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http2")))]
    pub fn http2(mut self, on: bool) -> Self {
        self.settings.http2 = on;
        self
    }

    /// Asks for gzip and decodes it. On by default where the feature is. The limit of the body is
    /// that of the decoded one.
    #[cfg(feature = "gzip")]
    #[cfg_attr(docsrs, doc(cfg(feature = "gzip")))]
    pub fn gzip(mut self, on: bool) -> Self {
        self.settings.gzip = on;
        self
    }

    /// Which certificates are trusted.
    #[cfg(all(
        any(feature = "tls-aws-lc", feature = "tls-ring"),
        any(
            feature = "roots-webpki",
            feature = "roots-native",
            feature = "roots-platform"
        )
    ))]
    #[cfg_attr(
        docsrs,
        doc(cfg(any(
            feature = "roots-webpki",
            feature = "roots-native",
            feature = "roots-platform"
        )))
    )]
    pub fn roots(mut self, roots: crate::Roots) -> Self {
        self.settings.tls = connect::Tls::Roots(roots);
        self
    }

    /// A TLS configuration of one's own, with provider, roots and client certificate. Its ALPN
    /// protocols are replaced.
    #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
    #[cfg_attr(docsrs, doc(cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))))]
    pub fn tls_config(mut self, config: impl Into<Arc<rustls::ClientConfig>>) -> Self {
        self.settings.tls = connect::Tls::Config(config.into());
        self
    }

    /// Puts a layer into the stack. At the same point, the one added first is outermost.
    ///
    /// ```
    /// use tower::layer::layer_fn;
    /// use wazzup_transport::{Next, Point, Transport};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let transport = Transport::builder()
    ///     .base("http://127.0.0.1:8080".parse()?)
    ///     .layer(Point::Attempt, layer_fn(|next: Next| {
    ///         tower::util::MapRequest::new(next, |mut request: http::Request<_>| {
    ///             request.headers_mut().insert("x-trace", http::HeaderValue::from_static("1"));
    ///             request
    ///         })
    ///     }))
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    pub fn layer<L, B>(mut self, point: Point, layer: L) -> Self
    where
        L: Layer<Next> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Body>>>::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.changes.insert(point, user_layer(layer));
        self
    }

    /// Puts a layer in the place of one of ours.
    pub fn replace<L, B>(mut self, slot: Slot, layer: L) -> Self
    where
        L: Layer<Next> + Send + 'static,
        L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
        <L::Service as Service<Request<Body>>>::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.changes.set(slot, Some(user_layer(layer)));
        self
    }

    /// Leaves one of our layers out.
    pub fn without(mut self, slot: Slot) -> Self {
        self.changes.set(slot, None);
        self
    }

    /// Puts a service of one's own in the place of the connections: everything about connections,
    /// TLS and proxies is then its matter.
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        self.service = Some(Next::new(service));
        self
    }

    /// Builds it.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the base URI is missing or cannot be one, if
    /// it is `https` and there is no TLS, or if TLS cannot be set up.
    pub fn build(self) -> Result<Transport, Error> {
        let base = self.base.map(Base::new).transpose().map_err(wrong)?;
        let (rate_limit, cooldown, auth) = match self.limiter {
            Some(limiter) => (
                RateLimitLayer::new(limiter.clone()).scopes(self.scopes.clone()),
                self.cooldown.also_hold(limiter.clone()),
                self.auth.paced_by(limiter, self.scopes.clone()),
            ),
            None => (RateLimitLayer::off(), self.cooldown, self.auth),
        };
        let layers = Layers {
            retry: self.retry,
            rate_limit,
            cooldown: cooldown.scopes(self.scopes),
            auth,
            attempt_timeout: AttemptTimeoutLayer::new(self.attempt_timeout),
            body_limit: self.body_limit,
        };
        let keeps_account = self.changes.keep(Slot::Delivery);
        let stack = match self.service {
            Some(service) => layers.around(service, self.changes),
            None => {
                let client = HyperClient::new(&self.settings).map_err(wrong)?;
                let Some(base) = &base else {
                    return Err(wrong("the base URI is missing"));
                };
                if base.is_https() && !client.has_tls() {
                    return Err(wrong(connect::NO_TLS));
                }
                #[cfg(feature = "gzip")]
                let client = connect::gzip(client, self.settings.gzip);
                layers.around(client, self.changes)
            }
        };
        Ok(Transport {
            stack,
            profile: Arc::new(Profile {
                base,
                decoder: self.decoder,
                judge: self.judge,
                credential: None,
                limit_key: None,
                user_agent: self.user_agent,
                total_timeout: self.total_timeout,
                idle_timeout: self.idle_timeout,
                keeps_account,
            }),
        })
    }
}

impl fmt::Debug for TransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportBuilder").finish_non_exhaustive()
    }
}

fn wrong(source: impl Into<BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, "transport.build").with_source(source)
}

const USER_AGENT: &str = concat!("wazzup-transport/", env!("CARGO_PKG_VERSION"));
