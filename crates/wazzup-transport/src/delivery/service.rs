use std::{
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::ResponseFuture;
use crate::{Body, BoxError, Error, ErrorKind, call};

/// Middleware that keeps account of what may have been executed. See the [module](super).
#[derive(Clone, Debug)]
pub struct Delivery<S> {
    pub(super) inner: S,
}

impl<S, R> Service<Request<Body>> for Delivery<S>
where
    S: Service<Request<Body>, Response = Response<R>>,
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
    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let Some(call) = call::of(request.extensions()).cloned() else {
            return ResponseFuture::new(self.inner.call(request), None);
        };
        if call.is_too_late() {
            let error = Error::new(ErrorKind::Timeout, call.operation());
            return ResponseFuture::failed(
                error.with_source("it is too late to repeat the request"),
            );
        }
        let body = request.body_mut();
        let has_body = body.has_first_byte();
        let attempt = call.begin_attempt(has_body);
        if has_body {
            body.watch(Arc::clone(&call), attempt);
        }
        ResponseFuture::new(self.inner.call(request), Some(call))
    }
}
