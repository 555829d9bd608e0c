use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use crate::{Admission, Endpoint, Head, ResponseFuture, Unread};

/// An [`Endpoint`] as a tower service.
///
/// Cheap to clone; clones are the same endpoint. It is a [`Service`] of `http::Request<B>` for any
/// body `B`, is always ready and never fails, so it fits behind any server. Handlers run to their
/// end even if the caller drops the future, as servers do when a client hangs up; that needs a
/// tokio runtime.
pub struct EndpointService<E>(Arc<E>);

impl<E: Endpoint> EndpointService<E> {
    /// A service of this endpoint.
    pub fn new(endpoint: E) -> Self {
        Self(Arc::new(endpoint))
    }

    /// The endpoint behind it.
    #[inline]
    pub fn endpoint(&self) -> &Arc<E> {
        &self.0
    }

    /// Answers a request; what [`Service::call`] does, which needs no `&mut` in truth.
    pub fn respond<B: Body>(&self, request: Request<B>) -> ResponseFuture<E, B> {
        let head = Head::of(&request);
        match self.0.admit(&head) {
            Err(reply) => ResponseFuture::answered(reply),
            Ok(Admission { kept, limit }) if head.body_at_least() > limit => {
                ResponseFuture::answered(self.0.unread(kept, Unread::TooLarge))
            }
            Ok(admission) => {
                ResponseFuture::reading(Arc::clone(&self.0), admission, request.into_body())
            }
        }
    }
}

impl<E: Endpoint, B: Body> Service<Request<B>> for EndpointService<E> {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = ResponseFuture<E, B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<E, B> {
        self.respond(request)
    }
}

impl<E> Clone for EndpointService<E> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<E> fmt::Debug for EndpointService<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndpointService(..)")
    }
}
