use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{Judge, ResponseFuture, future::Asks};
use crate::call;

/// Middleware that asks what refusing answers say about repeats. See the [module](super).
#[derive(Clone)]
pub struct Judged<S> {
    pub(super) inner: S,
    pub(super) judge: Option<Arc<dyn Judge>>,
}

impl<S, B, R> Service<Request<B>> for Judged<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let call = call::of(request.extensions());
        let asks = match (call, &self.judge) {
            (Some(call), own) if call.judge().is_some() || own.is_some() => Some(Asks {
                call: Some(Arc::clone(call)),
                judge: own.clone(),
            }),
            (None, Some(judge)) => Some(Asks {
                call: None,
                judge: Some(Arc::clone(judge)),
            }),
            _ => None,
        };
        ResponseFuture::new(self.inner.call(request), asks)
    }
}

impl<S: fmt::Debug> fmt::Debug for Judged<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judged")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
