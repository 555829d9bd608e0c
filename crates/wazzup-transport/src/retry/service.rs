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
    shared: Arc<Shared<S>>,
    ready: Option<S>,
}

/// What all calls share.
pub(super) struct Shared<S> {
    inner: S,
    pub(super) policy: Option<Arc<dyn RetryPolicy>>,
}

impl<S> Retry<S> {
    #[inline]
    pub(super) fn new(inner: S, policy: Option<Arc<dyn RetryPolicy>>) -> Self {
        Self {
            shared: Arc::new(Shared { inner, policy }),
            ready: None,
        }
    }
}

impl<S> Clone for Retry<S> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            // That one is ready says nothing of another one.
            ready: None,
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
        let ready = self.ready.get_or_insert_with(|| self.shared.inner.clone());
        ready.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut service = self.ready.take().expect("`poll_ready` comes before `call`");
        let Some(policy) = &self.shared.policy else {
            return ResponseFuture::once(service.call(request));
        };
        policy.started();
        let call = call::of(request.extensions());
        let max_attempts = call.and_then(|call| call.options().values().max_attempts);
        let saved = if policy.may_repeat(max_attempts) {
            Saved::of_call(call, &request)
        } else {
            None
        };
        let Some(saved) = saved else {
            return ResponseFuture::once(service.call(request));
        };
        let call = call.cloned();
        let shared = Arc::clone(&self.shared);
        ResponseFuture::repeated(Repeats::boxed(service, shared, saved, call), request)
    }
}

impl<S: fmt::Debug> fmt::Debug for Retry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("inner", &self.shared.inner)
            .finish_non_exhaustive()
    }
}
