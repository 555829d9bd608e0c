use std::{
    task::{Context, Poll},
    time::Duration,
};

use http::Request;
use tokio::time::Instant;
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
        let Some(call) = call else {
            let end = self
                .timeout
                .and_then(|time| Instant::now().checked_add(time));
            return ResponseFuture::new(Some(self.inner.call(request)), end, None);
        };
        let (now, deadline) = (Instant::now(), call.deadline());
        if deadline.is_some_and(|deadline| deadline <= now) {
            return ResponseFuture::new(None, None, Some(call));
        }
        call.begins(now);
        let timeout = call.attempt_timeout().or(self.timeout);
        // The time of the call is kept as well, so that it needs no timer of its own.
        let end = timeout.and_then(|time| now.checked_add(time));
        let end = end.map(|end| deadline.map_or(end, |deadline| deadline.min(end)));
        ResponseFuture::new(Some(self.inner.call(request)), end, Some(call))
    }
}
