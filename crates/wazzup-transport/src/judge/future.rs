use std::{
    any::Any,
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::Response;
use pin_project_lite::pin_project;

use super::{Answer, Judge, Verdict};
use crate::{Body, Call};

pin_project! {
    /// Response future of [`Judged`](super::Judged).
    pub struct ResponseFuture<F> {
        #[pin]
        inner: F,
        asks: Option<Asks>,
    }
}

/// Who is asked, and about which call.
pub(super) struct Asks {
    pub(super) call: Option<Arc<Call>>,
    pub(super) judge: Option<Arc<dyn Judge>>,
}

impl<F> ResponseFuture<F> {
    #[inline]
    pub(super) fn new(inner: F, asks: Option<Asks>) -> Self {
        Self { inner, asks }
    }
}

impl<F, R, E> Future for ResponseFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: 'static,
{
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut output = this.inner.poll(cx);
        if let (Poll::Ready(Ok(response)), Some(asks)) = (&mut output, this.asks)
            && !response.status().is_success()
        {
            asks.about(response);
        }
        output
    }
}

impl Asks {
    fn about<R: 'static>(&self, response: &mut Response<R>) {
        let call = self.call.as_deref();
        let Some(judge) = call.and_then(Call::judge).or(self.judge.as_ref()) else {
            return;
        };
        let verdict = verdict_of(&**judge, response);
        if let Some(call) = call
            && verdict.unexecuted
        {
            call.acquit();
        }
        response.extensions_mut().insert(verdict);
    }
}

/// What a judge says of an answer.
pub(crate) fn verdict_of<R: 'static>(judge: &dyn Judge, response: &Response<R>) -> Verdict {
    let body = response.body() as &dyn Any;
    let read = match body.downcast_ref::<Bytes>() {
        Some(bytes) => Some(&**bytes),
        None => body.downcast_ref::<Body>().and_then(Body::as_bytes),
    };
    judge.judge(Answer {
        status: response.status(),
        headers: response.headers(),
        body: read.unwrap_or_default(),
    })
}

impl<F> fmt::Debug for ResponseFuture<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
