//! The client: a stack of layers, its type forgotten.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri};
use serde::de::DeserializeOwned;
use tower_layer::Layer as _;
use tower_service::Service;

pub(crate) use self::profile::Profile;
pub use self::{
    builder::TransportBuilder,
    future::{Decode, ResponseFuture, StreamFuture},
    next::{Next, NextFuture},
    stack::{Point, Slot},
};
use self::{
    erased::{Erased, Stack},
    future::Running,
};
use crate::{
    Base, Body, BoxError, CallOptions, Endpoint, Error, ErrorDecoder, ErrorDetails, ErrorKind,
    InvalidBase, Reply, Request, auth::CredentialProvider, base_uri::BaseUriLayer, call::Call,
    headers::HeadersLayer, judge::Judge, rate_limit::LimitKey, stream::DEFAULT_IDLE_TIMEOUT,
};

mod builder;
mod erased;
mod fit;
mod future;
mod next;
mod profile;
mod stack;
#[cfg(test)]
mod tests;

/// A client of one HTTP service: a stack of layers over pooled connections.
///
/// Cheap to clone; clones share connections, limits, cooldowns and the retry budget, and so do
/// transports derived from another one with a base, a credential or a key of their own: that is how
/// many accounts in one process share one pool.
///
/// ```
/// use wazzup_transport::{Transport, auth::Credential, rate_limit::LimitKey};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let pool = Transport::builder().base("http://127.0.0.1:8080".parse()?).build()?;
/// let one = pool
///     .with_credential(Credential::bearer("0123456789abcdef")?)
///     .with_limit_key(LimitKey::of("one"));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Transport {
    stack: Arc<dyn Stack>,
    profile: Arc<Profile>,
}

impl Transport {
    /// Starts building a transport with all our layers.
    pub fn builder() -> TransportBuilder {
        TransportBuilder::new()
    }

    /// A transport over any service: a stack of one's own, or a closure in a test.
    ///
    /// The service gets relative URIs until [`rebased`](Self::rebased). There is no limit, retry or
    /// timeout but those of the service, and the total timeout of a call that sets one.
    ///
    /// ```
    /// # tokio_test(async {
    /// use std::convert::Infallible;
    /// use http::Response;
    /// use wazzup_transport::{Body, Endpoint, Request, Transport};
    ///
    /// const LIST: Endpoint = Endpoint::get("users.list", "/v3/users");
    ///
    /// let transport = Transport::new(tower::service_fn(async |request: http::Request<Body>| {
    ///     assert_eq!(request.uri(), "/v3/users");
    ///     Ok::<_, Infallible>(Response::new(Body::from("[1,2]")))
    /// }));
    /// let users: Vec<u32> = transport.execute(Request::new(&LIST)).await.unwrap();
    /// assert_eq!(users, [1, 2]);
    /// # });
    /// # fn tokio_test(test: impl Future<Output = ()>) {
    /// #     tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
    /// # }
    /// ```
    pub fn new<S, B>(service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self {
            stack: Arc::new(Erased::new(
                BaseUriLayer::of_call().layer(HeadersLayer::new().layer(service)),
                DEFAULT_BODY_LIMIT,
            )),
            profile: Arc::new(Profile {
                base: None,
                decoder: Arc::new(|_: StatusCode, _: &[u8]| ErrorDetails::new()),
                judge: None,
                credential: None,
                limit_key: None,
                user_agent: None,
                total_timeout: None,
                idle_timeout: Some(DEFAULT_IDLE_TIMEOUT),
                keeps_account: false,
            }),
        }
    }

    /// Makes a call and reads the answer as JSON. `()` takes any answer, `Option` an empty one.
    ///
    /// # Errors
    ///
    /// The future resolves to an [`Error`] if the call fails, is refused, or the answer is not a
    /// `T`.
    pub fn execute<T: DeserializeOwned + 'static>(&self, request: Request) -> ResponseFuture<T> {
        self.execute_with(request, |reply| reply.json())
    }

    /// Makes a call and gives the successful answer as it came.
    ///
    /// # Errors
    ///
    /// The future resolves to an [`Error`] if the call fails or is refused.
    pub fn execute_raw(&self, request: Request) -> ResponseFuture<Reply> {
        self.execute_with(request, Ok)
    }

    /// Makes a call and lets `decode` make of the successful answer what it wants.
    ///
    /// # Errors
    ///
    /// The future resolves to an [`Error`] if the call fails or is refused, or `decode` fails.
    pub fn execute_with<T>(&self, request: Request, decode: Decode<T>) -> ResponseFuture<T> {
        ResponseFuture::new(self.start(request, false), decode)
    }

    /// Makes a call and gives the successful answer with its body unread, to be read as it comes, in
    /// memory that does not grow with it.
    ///
    /// The timeouts of the attempt and of the call are for the head; from then on there is the
    /// [idle timeout](CallOptions::idle_timeout). There is no limit of the length, unless
    /// [one is set](CallOptions::body_limit). An error answer is read, up to the limit of all, and
    /// becomes the usual error.
    ///
    /// ```no_run
    /// # async fn example(transport: wazzup_transport::Transport) -> Result<(), wazzup_transport::Error> {
    /// use wazzup_transport::{Endpoint, Request, auth::Hosts};
    ///
    /// const DOWNLOAD: Endpoint = Endpoint::get("media.download", "/media");
    ///
    /// let request = Request::to_url(&DOWNLOAD, "https://media.example.com/7")
    ///     .credential_for(Hosts::listed(["media.example.com"]));
    /// let mut reply = transport.execute_streaming(request).await?;
    /// while let Some(piece) = reply.body_mut().chunk().await {
    ///     println!("{} bytes", piece?.len());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The future resolves to an [`Error`] if the call fails or is refused; reading the body can fail
    /// [later](crate::ReplyBody::chunk).
    pub fn execute_streaming(&self, request: Request) -> StreamFuture {
        StreamFuture::new(self.start(request, true))
    }

    fn start(&self, request: Request, streams: bool) -> Running {
        let endpoint = request.endpoint();
        let hosts = request.hosts().cloned();
        let (unsent, options, json) = match request.into_parts() {
            Ok(parts) => parts,
            Err(fault) => {
                let error = Error::new(ErrorKind::Configuration, endpoint.operation());
                return Running::failed(error.with_source(fault));
            }
        };
        let call = self.call(*endpoint, options).with_json(json);
        let call = Arc::new(call.with_streams(streams).with_hosts(hosts));
        Running::new(self.stack.start(unsent, &call), call)
    }

    pub(crate) fn call(&self, endpoint: Endpoint, options: CallOptions) -> Call {
        Call::new(endpoint, options).with_profile(Arc::clone(&self.profile))
    }

    /// The same stack, connections and limits, with another base URI.
    ///
    /// # Errors
    ///
    /// [`InvalidBase`] if it cannot be a base.
    pub fn rebased(&self, base: Uri) -> Result<Self, InvalidBase> {
        let base = Base::new(base)?;
        Ok(self.derived(|profile| profile.base = Some(base)))
    }

    /// The same stack, connections and limits, with another way to read the bodies of error answers.
    #[must_use]
    pub fn with_error_decoder(&self, decoder: impl ErrorDecoder) -> Self {
        self.derived(|profile| profile.decoder = Arc::new(decoder))
    }

    /// The same stack, connections and limits, with somebody else who says what refusing answers
    /// [mean](crate::judge).
    #[must_use]
    pub fn with_judge(&self, judge: impl Judge) -> Self {
        self.derived(|profile| profile.judge = Some(Arc::new(judge)))
    }

    /// The same stack, connections and limits, with another credential.
    ///
    /// It is put in by the [`auth`](crate::auth) layer, so a transport over a service
    /// [as it is](Self::new) ignores it.
    #[must_use]
    pub fn with_credential(&self, provider: impl CredentialProvider) -> Self {
        self.derived(|profile| profile.credential = Some(Arc::new(provider)))
    }

    /// The same stack, connections and limits, counted for another key. A call can set its own.
    #[must_use]
    pub fn with_limit_key(&self, key: LimitKey) -> Self {
        self.derived(|profile| profile.limit_key = Some(key))
    }

    /// The same stack, connections and limits, with another name that the client calls itself.
    #[must_use]
    pub fn with_user_agent(&self, user_agent: impl Into<Option<HeaderValue>>) -> Self {
        self.derived(|profile| profile.user_agent = user_agent.into())
    }

    fn derived(&self, change: impl FnOnce(&mut Profile)) -> Self {
        let mut profile = Profile::clone(&self.profile);
        change(&mut profile);
        Self {
            stack: Arc::clone(&self.stack),
            profile: Arc::new(profile),
        }
    }

    /// The base URI, if there is one.
    #[must_use]
    pub fn base(&self) -> Option<&Base> {
        self.profile.base.as_ref()
    }
}

/// The base URI only: the stack holds a secret.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base", &self.profile.base)
            .finish_non_exhaustive()
    }
}

/// The longest answer that is read, in bytes: 16 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 16 * 1024 * 1024;
