use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::{BoxError, Call, Error, ErrorKind};

pin_project! {
    /// Response future of [`AttemptTimeout`](super::AttemptTimeout).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        // `None` if the time of the call was up before.
        inner: Option<F>,
        end: Option<Instant>,
        // Set by the first poll that has to wait. In a box, since futures of layers are moved into each
        // other before that.
        timer: Option<Pin<Box<Sleep>>>,
        timed: Timed,
    }
}

/// The call, which is told whether there is a timer.
#[derive(Debug)]
struct Timed(Option<Arc<Call>>);

impl Drop for Timed {
    fn drop(&mut self) {
        if let Some(call) = &self.0 {
            call.set_timed(false);
        }
    }
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(super) fn new(inner: Option<F>, end: Option<Instant>, call: Option<Arc<Call>>) -> Self {
        Self {
            inner,
            end,
            timer: None,
            timed: Timed(call),
        }
    }
}

impl<F, T, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<T, E>>,
    E: Into<BoxError>,
{
    type Output = Result<T, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let call = this.timed.0.as_deref();
        let operation = || call.map_or(crate::UNNAMED, Call::operation);
        let Some(inner) = this.inner.as_pin_mut() else {
            let late = Error::new(ErrorKind::Timeout, operation());
            let late = late.with_source("the time of the call was up before this attempt");
            return Poll::Ready(Err(late.into()));
        };
        let output = inner.poll(cx).map_err(Into::into);
        if output.is_ready() {
            if let Some(call) = call {
                call.set_timed(false);
            }
            return output;
        }
        if let Some(end) = this.end.take() {
            *this.timer = Some(Box::pin(sleep_until(end)));
            if let Some(call) = call {
                call.set_timed(true);
            }
        }
        let Some(timer) = this.timer else {
            return Poll::Pending;
        };
        ready!(timer.as_mut().poll(cx));
        // There is none any more, even if this future is kept for a while.
        if let Some(call) = call {
            call.set_timed(false);
        }
        // Of a refusal that is known, only the body is missing.
        let status = call.and_then(Call::status);
        let refused = status.filter(|status| !status.is_success());
        let timeout = refused.map_or_else(
            || Error::new(ErrorKind::Timeout, operation()),
            |status| Error::of_head(status, operation()),
        );
        Poll::Ready(Err(timeout
            .with_source("the time of the attempt is up")
            .into()))
    }
}
