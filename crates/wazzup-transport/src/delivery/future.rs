use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::Response;
use pin_project_lite::pin_project;

use crate::{BoxError, Call, Error, connect::leaving, error, error::classify::Class};

pin_project! {
    /// Response future of [`Delivery`](super::Delivery).
    #[derive(Debug)]
    pub struct ResponseFuture<F> {
        #[pin]
        inner: Option<F>,
        call: Option<Arc<Call>>,
        failed: Option<Error>,
    }
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(super) fn new(inner: F, call: Option<Arc<Call>>) -> Self {
        Self {
            inner: Some(inner),
            call,
            failed: None,
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self {
            inner: None,
            call: None,
            failed: Some(error),
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
        let Some(inner) = this.inner.as_pin_mut() else {
            let error = this.failed.take().expect("polled after it was done");
            return Poll::Ready(Err(error.into()));
        };
        let output = leaving::polling(this.call, || inner.poll(cx).map_err(Into::into));
        if output.is_pending() {
            return output;
        }
        if let Some(call) = this.call.take() {
            match &output {
                Poll::Ready(Ok(response)) => {
                    call.answered(response.status());
                    call.settle(!error::is_refusal(response.status()));
                }
                Poll::Ready(Err(error)) if Class::of(error).unsent => call.settle(false),
                _ => {
                    call.conclude();
                }
            }
        }
        output
    }
}
