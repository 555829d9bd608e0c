use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::Response;
use pin_project_lite::pin_project;
use tokio::time::Instant;
use tracing::Span;

use crate::{BoxError, error::classify::Class};

pin_project! {
    /// Response future of [`AttemptSpan`](super::AttemptSpan).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        // `None` if nobody looks; a pointer, so that this costs no room then.
        seen: Option<Box<Seen>>,
    }
}

#[derive(Debug)]
struct Seen {
    span: Span,
    started: Instant,
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(super) fn unseen(inner: F) -> Self {
        Self { inner, seen: None }
    }

    #[inline]
    pub(super) fn seen(inner: F, span: Span) -> Self {
        Self {
            inner,
            seen: Some(Box::new(Seen {
                span,
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
        match output {
            Ok(response) => {
                let status = response.status().as_u16();
                self.span.record("status", status);
                tracing::debug!(target: crate::TARGET, status, elapsed_ms, "attempt answered");
            }
            Err(error) => {
                let error = Class::of(error).kind.as_str();
                self.span.record("error", error);
                tracing::debug!(target: crate::TARGET, error, elapsed_ms, "attempt failed");
            }
        }
    }
}
