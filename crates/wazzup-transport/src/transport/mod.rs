//! The client: a stack of layers, its type forgotten.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri};
use serde::de::DeserializeOwned;
use tower_layer::Layer as _;
use tower_service::Service;

use self::erased::{Erased, Stack};
pub use self::{
    builder::TransportBuilder,
    future::{Decode, ResponseFuture},
    next::{Next, NextFuture},
    stack::{Point, Slot},
};
use crate::{
    Base, Body, BoxError, Error, ErrorDecoder, ErrorDetails, ErrorKind, InvalidBase, Reply,
    Request, base_uri::BaseUriLayer, call::Call, headers::HeadersLayer,
};

mod builder;
mod erased;
mod future;
mod next;
mod stack;
#[cfg(test)]
mod tests;

/// A client of one HTTP service: a stack of layers over pooled connections.
///
/// Cheap to clone; clones share connections, limits, cooldowns and the retry budget.
#[derive(Clone)]
pub struct Transport {
    inner: Arc<Inner>,
    base: Option<Base>,
}

pub(crate) struct Inner {
    stack: Arc<dyn Stack>,
    decoder: Arc<dyn ErrorDecoder>,
    user_agent: Option<HeaderValue>,
    total_timeout: Option<Duration>,
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
            inner: Arc::new(Inner {
                stack: Arc::new(Erased::new(
                    BaseUriLayer::of_call().layer(HeadersLayer::new().layer(service)),
                    DEFAULT_BODY_LIMIT,
                    false,
                )),
                decoder: Arc::new(|_: StatusCode, _: &[u8]| ErrorDetails::new()),
                user_agent: None,
                total_timeout: None,
            }),
            base: None,
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
        let endpoint = request.endpoint();
        let (mut request, options, json) = match request.into_http() {
            Ok(request) => request,
            Err(fault) => {
                let error = Error::new(ErrorKind::Configuration, endpoint.operation());
                return ResponseFuture::failed(error.with_source(fault));
            }
        };
        let total = options.total_timeout.or(self.inner.total_timeout);
        let call = Call::new(*endpoint, options, self.base.clone())
            .with_total_timeout(total)
            .with_content(json, self.inner.user_agent.clone());
        let call = Arc::new(call);
        request.extensions_mut().insert(Arc::clone(&call));
        let answer = self.inner.stack.start(request);
        ResponseFuture::new(answer, call, Arc::clone(&self.inner), decode)
    }

    /// The same stack, connections and limits, with another base URI.
    ///
    /// # Errors
    ///
    /// [`InvalidBase`] if it cannot be a base.
    pub fn rebased(&self, base: Uri) -> Result<Self, InvalidBase> {
        Ok(Self {
            inner: Arc::clone(&self.inner),
            base: Some(Base::new(base)?),
        })
    }

    /// The same stack, connections and limits, with another way to read the bodies of error answers.
    #[must_use]
    pub fn with_error_decoder(&self, decoder: impl ErrorDecoder) -> Self {
        let inner = Inner {
            stack: Arc::clone(&self.inner.stack),
            decoder: Arc::new(decoder),
            user_agent: self.inner.user_agent.clone(),
            total_timeout: self.inner.total_timeout,
        };
        Self {
            inner: Arc::new(inner),
            base: self.base.clone(),
        }
    }

    /// The base URI, if there is one.
    #[must_use]
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }
}

/// The base URI only: the stack holds a secret.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// The longest answer that is read, in bytes: 16 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 16 * 1024 * 1024;
