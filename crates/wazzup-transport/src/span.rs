//! What the spans of calls and of attempts have in common.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::Response;
use pin_project_lite::pin_project;
use tokio::time::Instant;
use tracing::Span;

use crate::{BoxError, Call, error::classify::Class};

pin_project! {
    /// Response future of [`CallSpan`](crate::call_span::CallSpan) and
    /// [`AttemptSpan`](crate::attempt_span::AttemptSpan).
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        // `None` if nobody looks; a pointer, so that this costs no room then.
        seen: Option<Box<Seen>>,
    }
}

struct Seen {
    span: Span,
    of: Spanned,
    started: Instant,
}

/// What a span is around.
pub(crate) enum Spanned {
    Call(Option<Arc<Call>>),
    Attempt,
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(crate) fn unseen(inner: F) -> Self {
        Self { inner, seen: None }
    }

    #[inline]
    pub(crate) fn seen(inner: F, span: Span, of: Spanned) -> Self {
        Self {
            inner,
            seen: Some(Box::new(Seen {
                span,
                of,
                started: Instant::now(),
            })),
        }
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    E: Into<BoxError>,
{
    type Output = Result<Response<R>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let Some(seen) = this.seen else {
            return this.inner.poll(cx).map_err(Into::into);
        };
        let _entered = seen.span.enter();
        let output = ready!(this.inner.poll(cx)).map_err(Into::into);
        seen.over(&output);
        Poll::Ready(output)
    }
}

impl Seen {
    fn over<R>(&self, output: &Result<Response<R>, BoxError>) {
        let elapsed_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span.record("elapsed_ms", elapsed_ms);
        let (what, attempts) = match &self.of {
            Spanned::Call(call) => ("call", Some(call.as_ref().map_or(1, |it| it.attempts()))),
            Spanned::Attempt => ("attempt", None),
        };
        if let Some(attempts) = attempts {
            self.span.record("attempts", attempts);
        }
        match output {
            Ok(response) => {
                let status = response.status().as_u16();
                self.span.record("status", status);
                tracing::debug!(target: crate::TARGET, status, attempts, elapsed_ms, "{what} answered");
            }
            Err(error) => {
                let error = Class::of(error).kind.as_str();
                self.span.record("error", error);
                tracing::debug!(target: crate::TARGET, error, attempts, elapsed_ms, "{what} failed");
            }
        }
    }
}

impl<F> fmt::Debug for ResponseFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
