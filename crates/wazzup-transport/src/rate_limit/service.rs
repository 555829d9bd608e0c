use std::task::{Context, Poll};

use http::Request;
use tower_service::Service;

use super::{Acquire, Limiter, ResponseFuture, Scopes};
use crate::call;

/// Middleware that lets requests wait for a [`Limiter`]. See the [module](super).
#[derive(Clone, Debug)]
pub struct RateLimit<S, L> {
    inner: S,
    limiter: Option<L>,
    scopes: Scopes,
}

impl<S, L> RateLimit<S, L> {
    #[inline]
    pub(super) fn new(inner: S, limiter: Option<L>, scopes: Scopes) -> Self {
        Self {
            inner,
            limiter,
            scopes,
        }
    }
}

impl<S, L, B> Service<Request<B>> for RateLimit<S, L>
where
    S: Service<Request<B>> + Clone,
    L: Limiter,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S, L::Wait, Request<B>>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Some(limiter) = &self.limiter else {
            return ResponseFuture::sent(self.inner.call(request));
        };
        let call = call::of(request.extensions());
        match self.scopes.acquire(limiter, call, &request) {
            Acquire::Now => ResponseFuture::sent(self.inner.call(request)),
            Acquire::Later(wait) => {
                // The service that is ready goes with the request; a clone may not be.
                let clone = self.inner.clone();
                let ready = std::mem::replace(&mut self.inner, clone);
                ResponseFuture::waiting(wait, ready, request)
            }
        }
    }
}
