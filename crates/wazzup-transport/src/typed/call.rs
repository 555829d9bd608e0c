//! What all requests of one answer have in common.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use super::{RawCall, Read, WithRaw, call_options};
use crate::{CallOptions, Error, Reply, Request, ResponseFuture, Transport};

/// A request about to be made: set options on it, then await it.
///
/// It owns all it needs, so it can be stored, cloned to be made again, and moved to a task.
///
/// # Errors
///
/// Every call can fail with any [`ErrorKind`](crate::ErrorKind): the connection, the key, the limit,
/// the service. What a method says about errors is what is special to its route.
#[must_use = "a request does nothing unless awaited"]
pub struct Call<T> {
    pub(super) transport: Transport,
    pub(super) request: Request,
    pub(super) options: CallOptions,
    read: Read<T>,
}

impl<T> Call<T> {
    /// A call of this request, whose answer is read by this function.
    pub fn new(transport: &Transport, request: Request, read: Read<T>) -> Self {
        let transport = transport.clone();
        Self {
            transport,
            request,
            options: CallOptions::default(),
            read,
        }
    }

    /// Makes the request for the answer as it came, unread: status, headers and bytes.
    pub fn raw(self) -> RawCall {
        RawCall::new(self)
    }

    /// Makes the request for both the value and the answer it was read from. One request, one
    /// parse.
    ///
    /// A "not found" that counts as done, as in answer to the repeat of a deletion, is an error here:
    /// there is no answer of success to give.
    pub fn with_raw(self) -> WithRaw<T> {
        WithRaw::new(self)
    }

    pub(super) fn start(self) -> (ResponseFuture<Reply>, Read<T>) {
        let request = self.request.options(self.options);
        (self.transport.execute_raw(request), self.read)
    }
}

call_options!(<T> Call);

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self {
            transport: self.transport.clone(),
            request: self.request.clone(),
            options: self.options.clone(),
            read: self.read,
        }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl<T> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<T>;

    fn into_future(self) -> CallFuture<T> {
        let (reply, read) = self.start();
        CallFuture { reply, read }
    }
}

pin_project! {
    /// Future of a [`Call`].
    #[must_use = "futures do nothing unless polled"]
    pub struct CallFuture<T> {
        #[pin]
        reply: ResponseFuture<Reply>,
        read: Read<T>,
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallFuture").finish_non_exhaustive()
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        Poll::Ready((this.read)(ready!(this.reply.poll(cx))))
    }
}
