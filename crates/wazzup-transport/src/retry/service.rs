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
///
/// Each call has a service of its own for all its attempts, so a clone of this copies no more than a
/// pointer.
pub struct Retry<S> {
    inner: Arc<S>,
    ready: Option<S>,
    policy: Option<Arc<dyn RetryPolicy>>,
}

impl<S> Retry<S> {
    #[inline]
    pub(super) fn new(inner: S, policy: Option<Arc<dyn RetryPolicy>>) -> Self {
        Self {
            inner: Arc::new(inner),
            ready: None,
            policy,
        }
    }
}

impl<S> Clone for Retry<S> {
    fn clone(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            // That one is ready says nothing of another one.
            ready: None,
            policy: self.policy.clone(),
        }
    }
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

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        let ready = self.ready.get_or_insert_with(|| S::clone(&self.inner));
        ready.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut service = self.ready.take().expect("`poll_ready` comes before `call`");
        let Some(policy) = &self.policy else {
            return ResponseFuture::once(service.call(request));
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
            return ResponseFuture::once(service.call(request));
        };
        let (call, method) = (
            call::of(request.extensions()).cloned(),
            request.method().clone(),
        );
        let inner = service.call(request);
        ResponseFuture::repeated(
            inner,
            Repeats::boxed(service, Arc::clone(policy), saved, call, &method),
        )
    }
}

impl<S: fmt::Debug> fmt::Debug for Retry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
