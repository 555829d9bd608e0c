use std::{
    task::{Context, Poll},
    time::Duration,
};

use http::Request;
use tower_service::Service;

use super::ResponseFuture;
use crate::{BoxError, call};

/// Middleware that ends attempts that take too long. See the [module](super).
#[derive(Clone, Debug)]
pub struct AttemptTimeout<S> {
    pub(super) inner: S,
    pub(super) timeout: Option<Duration>,
}

impl<S, B> Service<Request<B>> for AttemptTimeout<S>
where
    S: Service<Request<B>>,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = ResponseFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let call = call::of(request.extensions()).cloned();
        let own = call.as_ref().and_then(|call| call.attempt_timeout());
        ResponseFuture::new(self.inner.call(request), own.or(self.timeout), call)
    }
}
