use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};

use crate::{BoxError, Error, ErrorKind};

pin_project! {
    /// Response future of [`AttemptTimeout`](super::AttemptTimeout).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        timeout: Option<Duration>,
        // Set up by the first poll that has to wait.
        #[pin]
        sleep: Option<Sleep>,
        operation: &'static str,
    }
}

impl<F> ResponseFuture<F> {
    pub(super) fn new(inner: F, timeout: Option<Duration>, operation: &'static str) -> Self {
        Self {
            inner,
            timeout,
            sleep: None,
            operation,
        }
    }
}

impl<F, T, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<T, E>>,
    E: Into<BoxError>,
{
    type Output = Result<T, BoxError>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        if let Poll::Ready(output) = this.inner.poll(cx) {
            return Poll::Ready(output.map_err(Into::into));
        }
        if let Some(timeout) = this.timeout.take() {
            this.sleep.set(Some(sleep(timeout)));
        }
        let Some(sleep) = this.sleep.as_mut().as_pin_mut() else {
            return Poll::Pending;
        };
        ready!(sleep.poll(cx));
        let timeout = Error::new(ErrorKind::Timeout, this.operation);
        Poll::Ready(Err(timeout
            .with_source("the time of the attempt is up")
            .into()))
    }
}
