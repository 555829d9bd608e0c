use std::{
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use http::{Request, Response};
use tower_service::Service;

use super::{
    CredentialProvider, Provided, ResponseFuture,
    future::{self, Waiting},
    layer::Pace,
};
use crate::{BoxError, call};

/// Middleware that puts the credential into each request. See the [module](super).
#[derive(Clone)]
pub struct Auth<S> {
    pub(super) inner: S,
    pub(super) provider: Option<Arc<dyn CredentialProvider>>,
    pub(super) pace: Option<Arc<Pace>>,
}

impl<S, B, R> Service<Request<B>> for Auth<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = ResponseFuture<S, Request<B>>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let call = call::of(request.extensions());
        let wants = call.is_none_or(|call| call.is_authenticated() && call.trusts(request.uri()));
        let provider = call.and_then(|call| call.credential());
        let provider = provider.or(self.provider.as_ref()).filter(|_| wants);
        let Some(provider) = provider.map(Arc::clone) else {
            return ResponseFuture::sent(self.inner.call(request), None);
        };
        match provider.credential() {
            Provided::Now(credential) => {
                credential.put(request.headers_mut());
                ResponseFuture::sent(self.inner.call(request), Some(provider))
            }
            Provided::Later(later) => {
                // The service that is ready goes with the request; a clone may not be.
                let clone = self.inner.clone();
                let ready = std::mem::replace(&mut self.inner, clone);
                let waiting = Waiting::new(later, self.pace.clone(), ready, request);
                ResponseFuture::waiting(waiting, provider)
            }
            Provided::Failed(error) => {
                ResponseFuture::failed(future::no_credential(&request, error))
            }
        }
    }
}

impl<S: fmt::Debug> fmt::Debug for Auth<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auth")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
