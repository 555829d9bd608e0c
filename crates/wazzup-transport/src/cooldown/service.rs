use std::{
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{ResponseFuture, future::Observed, layer::Shared};
use crate::call;

/// Middleware that holds requests back while the gate is shut. See the [module](super).
#[derive(Clone, Debug)]
pub struct Cooldown<S> {
    pub(super) inner: S,
    pub(super) shared: Option<Arc<Shared>>,
}

impl<S, B, R> Service<Request<B>> for Cooldown<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S, Request<B>>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let Some(shared) = &self.shared else {
            return ResponseFuture::sent(self.inner.call(request), None);
        };
        let call = call::of(request.extensions());
        let observed = Observed {
            shared: Arc::clone(shared),
            scope: shared.scopes.of_call(call, &request),
            call: call.cloned(),
        };
        match observed.shut_for() {
            None => ResponseFuture::sent(self.inner.call(request), Some(observed)),
            Some(pause) => {
                // The service that is ready goes with the request; a clone may not be.
                let clone = self.inner.clone();
                let ready = std::mem::replace(&mut self.inner, clone);
                ResponseFuture::waiting(pause, ready, request, observed)
            }
        }
    }
}
