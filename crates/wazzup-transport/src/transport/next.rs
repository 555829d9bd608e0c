//! Services whose type is forgotten: what layers of users are put around.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use crate::{Body, BoxError};

/// All of the stack that is below a layer of the user: a service of `http::Request<Body>` and
/// `http::Response<Body>`.
pub struct Next(Box<dyn CloneService>);

impl Next {
    pub(super) fn new<S, B>(service: S) -> Self
    where
        S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send + 'static,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Box::new(service))
    }
}

impl Clone for Next {
    fn clone(&self) -> Self {
        Self(self.0.boxed_clone())
    }
}

/// A service that can be cloned behind a pointer. `tower` has one, too, but nothing else of that crate
/// is needed here.
trait CloneService: Send + Sync {
    fn ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>>;

    fn start(&mut self, request: Request<Body>) -> NextFuture;

    fn boxed_clone(&self) -> Box<dyn CloneService>;
}

impl<S, B> CloneService for S
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.poll_ready(cx).map_err(Into::into)
    }

    fn start(&mut self, request: Request<Body>) -> NextFuture {
        let answer = self.call(request);
        NextFuture(Box::pin(async move {
            let answer = answer.await.map_err(Into::into)?;
            Ok(answer.map(Body::wrap))
        }))
    }

    fn boxed_clone(&self) -> Box<dyn CloneService> {
        Box::new(self.clone())
    }
}

impl Service<Request<Body>> for Next {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = NextFuture;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<Body>) -> NextFuture {
        self.0.start(request)
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

/// Response future of [`Next`].
#[must_use = "futures do nothing unless polled"]
pub struct NextFuture(Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>);

impl Future for NextFuture {
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for NextFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextFuture")
    }
}

/// A layer of the user, its type forgotten.
pub(super) type UserLayer = Box<dyn FnOnce(Next) -> Next + Send>;

pub(super) fn user_layer<L, B>(layer: L) -> UserLayer
where
    L: Layer<Next> + Send + 'static,
    L::Service: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    <L::Service as Service<Request<Body>>>::Error: Into<BoxError>,
    <L::Service as Service<Request<Body>>>::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    Box::new(move |next| Next::new(layer.layer(next)))
}
