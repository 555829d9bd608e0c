use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use wazzup_transport::{Reply, Request, ResponseFuture, Transport};

use crate::{ErrorExt, Result};

pin_project! {
    /// Future of an answer as it came. From [`RawCall`](super::RawCall).
    #[must_use = "futures do nothing unless polled"]
    pub struct ReplyFuture {
        #[pin]
        inner: ResponseFuture<Reply>,
    }
}

impl ReplyFuture {
    pub(crate) fn new(transport: &Transport, request: Request) -> Self {
        Self {
            inner: transport.execute_raw(request),
        }
    }
}

impl Future for ReplyFuture {
    type Output = Result<Reply>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(self.project().inner.poll(cx));
        // A transport that the user brought has no decoder for the service's error bodies.
        Poll::Ready(
            result.map_err(|error| match (error.code(), error.error_code()) {
                (None, Some(code)) => error.with_code(code.as_str()),
                _ => error,
            }),
        )
    }
}

impl fmt::Debug for ReplyFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
