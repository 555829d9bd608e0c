use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use super::ResponseFuture;
use crate::{Body, BoxError, call};

/// Middleware that reads answers whole. See the [module](super).
#[derive(Clone, Debug)]
pub struct Collect<S> {
    pub(super) inner: S,
    pub(super) limit: usize,
}

impl<S, B, R> Service<Request<B>> for Collect<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Into<BoxError>,
    R: http_body::Body<Data = Bytes> + Send + 'static,
    R::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = ResponseFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let call = call::of(request.extensions());
        let limit = call.and_then(|call| call.options().values().body_limit);
        let streams = call.is_some_and(|call| call.streams());
        let limit = limit.unwrap_or(self.limit);
        ResponseFuture::new(self.inner.call(request), limit, streams)
    }
}
