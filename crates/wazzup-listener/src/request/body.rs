use std::{
    fmt,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::timeout;

use crate::{
    BoxError,
    connection::{Connection, Fault},
    observer::Rejection,
};

/// How much of an unwanted body is still read, so that the client gets to see the answer: closing
/// a socket with unread bytes in it resets the connection, which may destroy the answer.
const DRAIN_LIMIT: u64 = 512 * 1024;
/// For how long it is read.
const DRAIN_TIME: Duration = Duration::from_secs(2);

/// The body of a request, held to the limits of the listener.
///
/// Reading it fails with a [`BodyError`] if it is too large or too slow. The listener then answers
/// 413 or 408 by itself, whatever the service makes of the failure.
pub struct RequestBody {
    inner: Option<Incoming>,
    received: u64,
    /// The client waits to be told before it sends the body.
    expects_continue: bool,
    connection: Arc<Connection>,
}

impl RequestBody {
    pub(super) fn new(
        inner: Incoming,
        expects_continue: bool,
        connection: Arc<Connection>,
    ) -> Self {
        let inner = (!inner.is_end_stream()).then_some(inner);
        Self {
            inner,
            received: 0,
            expects_continue,
            connection,
        }
    }

    /// The address the request came from: of the last proxy, if there is one.
    pub fn peer_addr(&self) -> SocketAddr {
        self.connection.peer
    }

    fn end(&mut self) {
        if self.inner.take().is_some() {
            self.connection.watch.body_done();
        }
    }

    #[cold]
    fn fail(&mut self, fault: Fault) -> BodyError {
        self.connection.watch.break_limit(fault);
        self.drain();
        match fault {
            Fault::TooLarge => {
                self.connection.server.rejected(Rejection::BodyTooLarge);
                BodyError::TooLarge {
                    limit: self.connection.server.settings.body_limit,
                }
            }
            Fault::TimedOut => {
                self.connection.server.rejected(Rejection::BodyTimeout);
                BodyError::TimedOut
            }
        }
    }

    /// Kept apart from the common case, in which there is nothing left to read.
    #[cold]
    fn drain(&mut self) {
        let Some(mut inner) = self.inner.take() else {
            return;
        };
        self.connection.watch.body_done();
        // A client that waits for our consent sends nothing that had to be drained.
        if self.expects_continue || self.connection.server.kill.is_cancelled() {
            return;
        }
        self.connection.server.detach(async move {
            let mut left = DRAIN_LIMIT;
            let read = async {
                while let Some(Ok(frame)) = next_frame(&mut inner).await {
                    let length = frame.data_ref().map_or(0, Bytes::len) as u64;
                    match left.checked_sub(length) {
                        Some(rest) => left = rest,
                        None => break,
                    }
                }
            };
            // Read or not: what happens next is the connection's matter.
            let _ = timeout(DRAIN_TIME, read).await;
        });
    }
}

async fn next_frame(body: &mut Incoming) -> Option<Result<Frame<Bytes>, hyper::Error>> {
    std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let Some(inner) = &mut this.inner else {
            return Poll::Ready(None);
        };
        let take = || (Pin::new(&mut *inner).poll_frame(cx), inner.is_end_stream());
        let polled = this.connection.watch.take(take);
        let (Poll::Ready(frame), ended) = polled else {
            this.connection.watch.body_waits(cx.waker());
            if this.connection.watch.body_overdue() {
                return Poll::Ready(Some(Err(this.fail(Fault::TimedOut))));
            }
            this.expects_continue = false;
            return Poll::Pending;
        };
        match frame {
            Some(Ok(frame)) => {
                this.received += frame.data_ref().map_or(0, Bytes::len) as u64;
                if this.received > this.connection.server.settings.body_limit {
                    return Poll::Ready(Some(Err(this.fail(Fault::TooLarge))));
                }
                if ended {
                    this.end();
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Some(Err(error)) => {
                this.end();
                Poll::Ready(Some(Err(BodyError::Broken(error.into()))))
            }
            None => {
                this.end();
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner
            .as_ref()
            .map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        if self.inner.is_some() {
            self.drain();
        }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody")
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// Why the body of a request could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// It is larger than the listener's limit.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// It did not come within the listener's time limit.
    #[error("the body did not come in time")]
    TimedOut,
    /// The client hung up, or what it sent is no HTTP body.
    #[error("the body broke off")]
    Broken(#[source] BoxError),
}
