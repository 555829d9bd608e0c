use std::task::{Context, Poll};

use http::{Request, Response};
use tower_service::Service;
use tracing::field::Empty;

use super::ResponseFuture;
use crate::{BoxError, call, span::Spanned};

/// Middleware that puts a span around each call. See the [module](super).
#[derive(Clone, Debug)]
pub struct CallSpan<S> {
    pub(super) inner: S,
}

impl<S, B, R> Service<Request<B>> for CallSpan<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Into<BoxError>,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = ResponseFuture<S::Future>;

    #[inline]
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx).map_err(Into::into)
    }

    #[inline]
    fn call(&mut self, request: Request<B>) -> Self::Future {
        let span = tracing::info_span!(
            target: crate::TARGET,
            "call",
            operation = operation(&request),
            status = Empty,
            attempts = Empty,
            elapsed_ms = Empty,
            error = Empty,
        );
        if span.is_disabled() {
            // Before the call: with nothing left to be dropped the future need not be moved.
            drop(span);
            return ResponseFuture::unseen(self.inner.call(request));
        }
        let call = call::of(request.extensions()).cloned();
        let inner = span.in_scope(|| self.inner.call(request));
        ResponseFuture::seen(inner, span, Spanned::Call(call))
    }
}

// Evaluated only if somebody looks.
fn operation<B>(request: &Request<B>) -> &'static str {
    call::of(request.extensions()).map_or(crate::UNNAMED, |call| call.operation())
}
