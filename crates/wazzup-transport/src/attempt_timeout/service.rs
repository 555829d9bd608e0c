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

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let call = call::of(request.extensions());
        let timeout = call
            .and_then(|call| call.attempt_timeout())
            .or(self.timeout);
        let operation = call.map_or(crate::UNNAMED, |call| call.operation());
        ResponseFuture::new(self.inner.call(request), timeout, operation)
    }
}
