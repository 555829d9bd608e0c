use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http::Response;
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use super::{Admitted, Taken, WebhookService, detached::Detached, reply::Reply};

pin_project! {
    /// The answer of a [`WebhookService`], on its way.
    ///
    /// Dropped before the body is complete, it does nothing; dropped after that, the handlers run to
    /// their end.
    pub struct ResponseFuture<B> {
        #[pin]
        state: State<B>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<B> {
        Answered { reply: Option<Reply> },
        Reading {
            service: WebhookService,
            admitted: Admitted,
            #[pin]
            body: B,
            read: Collected,
        },
        Running { running: Detached<Reply> },
    }
}

impl<B> ResponseFuture<B> {
    pub(super) fn answered(reply: Reply) -> Self {
        Self {
            state: State::Answered { reply: Some(reply) },
        }
    }

    pub(super) fn reading(
        service: WebhookService,
        admitted: Admitted,
        body: B,
        limit: u64,
    ) -> Self {
        let read = Collected {
            limit,
            first: Bytes::new(),
            more: Vec::new(),
        };
        Self {
            state: State::Reading {
                service,
                admitted,
                body,
                read,
            },
        }
    }
}

impl<B: Body> Future for ResponseFuture<B> {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProjection::Answered { reply } => {
                    let reply = reply.take().unwrap_or(Reply::Failed);
                    return Poll::Ready(Ok(reply.into_response()));
                }
                StateProjection::Running { running } => {
                    let reply = ready!(running.poll(cx)).unwrap_or(Reply::Failed);
                    return Poll::Ready(Ok(reply.into_response()));
                }
                StateProjection::Reading {
                    service,
                    admitted,
                    body,
                    read,
                } => {
                    match ready!(read.poll(body, cx)) {
                        Ok(()) => service.take(*admitted, read.bytes()),
                        // Nobody learns the limit for a probe: without a secret, no entry.
                        Err(_) if matches!(admitted, Admitted::Probe) => {
                            Taken::Answered(Reply::Unauthorized)
                        }
                        Err(Unread::TooLarge) => Taken::Answered(Reply::TooLarge),
                        Err(Unread::Broken) => Taken::Answered(Reply::BodyBroken),
                    }
                }
            };
            state.set(match next {
                Taken::Answered(reply) => State::Answered { reply: Some(reply) },
                Taken::Running(running) => State::Running { running },
            });
        }
    }
}

impl<B> fmt::Debug for ResponseFuture<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture(..)")
    }
}

/// A body, as far as it was read. The common one comes in one piece and is never copied.
struct Collected {
    limit: u64,
    first: Bytes,
    /// Everything, once there is a second piece.
    more: Vec<u8>,
}

/// Why a body could not be read.
enum Unread {
    TooLarge,
    Broken,
}

impl Collected {
    fn poll<B: Body>(
        &mut self,
        mut body: Pin<&mut B>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(), Unread>> {
        while !body.is_end_stream() {
            match ready!(body.as_mut().poll_frame(cx)) {
                None => break,
                Some(Err(_)) => return Poll::Ready(Err(Unread::Broken)),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data()
                        && !self.push(data)
                    {
                        return Poll::Ready(Err(Unread::TooLarge));
                    }
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Whether it is still within the limit.
    fn push(&mut self, mut data: impl Buf) -> bool {
        let length = self.bytes().len() + data.remaining();
        if length as u64 > self.limit {
            return false;
        }
        if self.first.is_empty() && self.more.is_empty() {
            self.first = data.copy_to_bytes(data.remaining());
            return true;
        }
        if self.more.is_empty() {
            self.more.extend_from_slice(&self.first);
        }
        while data.has_remaining() {
            let chunk = data.chunk();
            self.more.extend_from_slice(chunk);
            let length = chunk.len();
            data.advance(length);
        }
        true
    }

    fn bytes(&self) -> &[u8] {
        if self.more.is_empty() {
            &self.first
        } else {
            &self.more
        }
    }
}
