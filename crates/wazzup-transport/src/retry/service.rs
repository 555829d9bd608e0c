use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{RepeatableBody, ResponseFuture, RetryPolicy, future::Repeats, saved::Saved};
use crate::{BoxError, call};

/// Middleware that repeats failed requests where that does no harm. See the [module](super).
#[derive(Clone)]
pub struct Retry<S> {
    pub(super) inner: S,
    pub(super) policy: Option<Arc<dyn RetryPolicy>>,
}

impl<S, B, R> Service<Request<B>> for Retry<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    S::Error: Into<BoxError>,
    B: RepeatableBody,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = ResponseFuture<S, B>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Some(policy) = &self.policy else {
            return ResponseFuture::once(self.inner.call(request));
        };
        policy.started();
        let max_attempts =
            call::of(request.extensions()).and_then(|call| call.options().max_attempts);
        let saved = if policy.may_repeat(max_attempts) {
            Saved::of(&request)
        } else {
            None
        };
        let Some(saved) = saved else {
            return ResponseFuture::once(self.inner.call(request));
        };
        let repeats = Repeats::new(self.inner.clone(), Arc::clone(policy), saved, &request);
        ResponseFuture::repeated(self.inner.call(request), repeats)
    }
}

impl<S: fmt::Debug> fmt::Debug for Retry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
