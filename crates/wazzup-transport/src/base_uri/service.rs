use std::task::{Context, Poll};

use http::Request;
use tower_service::Service;

use crate::{Base, call};

/// Middleware that puts the base URI in front of relative ones. See the [module](super).
#[derive(Clone, Debug)]
pub struct BaseUri<S> {
    pub(super) inner: S,
    pub(super) base: Option<Base>,
}

impl<S, B> Service<Request<B>> for BaseUri<S>
where
    S: Service<Request<B>>,
{
    type Response = S::Response;
    type Error = S::Error;
    // Nothing is left to do once the request is on its way.
    type Future = S::Future;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    #[inline]
    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let uri = std::mem::take(request.uri_mut());
        let base = call::of(request.extensions()).and_then(|call| call.base());
        let uri = match base.or(self.base.as_ref()) {
            Some(base) => base.join(uri),
            None => uri,
        };
        *request.uri_mut() = uri;
        self.inner.call(request)
    }
}
