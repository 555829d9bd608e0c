use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// Future of a call that takes more than one request.
#[must_use = "futures do nothing unless polled"]
pub struct StepsFuture<T> {
    inner: Pin<Box<dyn Future<Output = T> + Send>>,
}

/// Names the future of a call that takes several requests.
pub fn steps<T>(inner: impl Future<Output = T> + Send + 'static) -> StepsFuture<T> {
    StepsFuture {
        inner: Box::pin(inner),
    }
}

impl<T> Future for StepsFuture<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        self.inner.as_mut().poll(cx)
    }
}

impl<T> fmt::Debug for StepsFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepsFuture").finish_non_exhaustive()
    }
}
