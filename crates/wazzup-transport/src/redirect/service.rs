use std::{
    sync::Arc,
    task::{Context, Poll},
};

use http::{Method, Request, Response};
use tower_service::Service;

use super::{ResponseFuture, future::Hops};
use crate::{
    BoxError, call,
    retry::{RepeatableBody, Saved},
};

/// Middleware that follows redirects. See the [module](super).
#[derive(Clone, Debug)]
pub struct Redirect<S> {
    pub(super) inner: S,
    pub(super) most: u32,
}

impl<S, B, R> Service<Request<B>> for Redirect<S>
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
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        match self.hops(&request) {
            None => ResponseFuture::once(self.inner.call(request)),
            Some(hops) => ResponseFuture::followed(self.inner.call(request), hops),
        }
    }
}

impl<S: Clone> Redirect<S> {
    /// What further hops need, if any are taken.
    #[inline]
    fn hops<B: RepeatableBody>(&self, request: &Request<B>) -> Option<Box<Hops<S, B>>> {
        // Nearly none is absolute out here.
        request.uri().scheme()?;
        let call = call::of(request.extensions()).filter(|call| call.is_to_url())?;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        Some(Box::new(Hops {
            service: self.inner.clone(),
            saved: Some(Saved::of_call(Some(call), request)?),
            call: Arc::clone(call),
            uri: request.uri().clone(),
            left: self.most,
        }))
    }
}
