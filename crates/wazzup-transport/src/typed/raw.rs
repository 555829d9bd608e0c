use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use super::{Call, Read, call_options};
use crate::{CallOptions, Error, Reply, Request, ResponseFuture, Transport};

/// A [`Call`] that wants the answer as it came. From [`Call::raw`].
#[derive(Clone, Debug)]
#[must_use = "a request does nothing unless awaited"]
pub struct RawCall {
    transport: Transport,
    request: Request,
    options: CallOptions,
}

impl RawCall {
    pub(super) fn new<T>(call: Call<T>) -> Self {
        Self {
            transport: call.transport,
            request: call.request,
            options: call.options,
        }
    }
}

call_options!(RawCall);

impl IntoFuture for RawCall {
    type Output = Result<Reply, Error>;
    type IntoFuture = ResponseFuture<Reply>;

    fn into_future(self) -> ResponseFuture<Reply> {
        self.transport
            .execute_raw(self.request.options(self.options))
    }
}

/// A [`Call`] that wants both the value and the answer it was read from. From
/// [`Call::with_raw`].
#[must_use = "a request does nothing unless awaited"]
pub struct WithRaw<T> {
    call: Call<T>,
}

impl<T> WithRaw<T> {
    pub(super) fn new(call: Call<T>) -> Self {
        Self { call }
    }
}

impl<T> Clone for WithRaw<T> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
        }
    }
}

impl<T> fmt::Debug for WithRaw<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WithRaw").field(&self.call).finish()
    }
}

impl<T> IntoFuture for WithRaw<T> {
    type Output = Result<(T, Reply), Error>;
    type IntoFuture = WithRawFuture<T>;

    fn into_future(self) -> WithRawFuture<T> {
        let (reply, read) = self.call.start();
        WithRawFuture { reply, read }
    }
}

pin_project! {
    /// Future of [`WithRaw`].
    #[must_use = "futures do nothing unless polled"]
    pub struct WithRawFuture<T> {
        #[pin]
        reply: ResponseFuture<Reply>,
        read: Read<T>,
    }
}

impl<T> fmt::Debug for WithRawFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WithRawFuture").finish_non_exhaustive()
    }
}

impl<T> Future for WithRawFuture<T> {
    type Output = Result<(T, Reply), Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let reply = ready!(this.reply.poll(cx))?;
        let value = (this.read)(Ok(reply.clone()))?;
        Poll::Ready(Ok((value, reply)))
    }
}
