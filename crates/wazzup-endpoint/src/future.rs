use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::Response;
use http_body::Body;
use http_body_util::Full;
use pin_project_lite::pin_project;

use crate::{Admission, Endpoint, Reply, Taken, body::Collected, detached::Detached};

pin_project! {
    /// The answer of an [`EndpointService`](crate::EndpointService), on its way.
    ///
    /// Dropped before the body is complete, it does nothing; dropped after that, the handlers run to
    /// their end.
    pub struct ResponseFuture<E, B>
    where
        E: Endpoint,
    {
        #[pin]
        state: State<E, B>,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<E, B>
    where
        E: Endpoint,
    {
        Answered { reply: Option<Reply> },
        Reading {
            // Both are there until the body is.
            started: Option<(Arc<E>, E::Kept)>,
            #[pin]
            body: B,
            read: Collected,
        },
        Running { running: Detached },
    }
}

impl<E: Endpoint, B: Body> ResponseFuture<E, B> {
    pub(crate) fn answered(reply: Reply) -> Self {
        Self {
            state: State::Answered { reply: Some(reply) },
        }
    }

    pub(crate) fn reading(endpoint: Arc<E>, admission: Admission<E::Kept>, body: B) -> Self {
        Self {
            state: State::Reading {
                started: Some((endpoint, admission.kept)),
                body,
                read: Collected::new(admission.limit),
            },
        }
    }
}

impl<E: Endpoint, B: Body> Future for ResponseFuture<E, B> {
    type Output = Result<Response<Full<Bytes>>, Infallible>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let next = match state.as_mut().project() {
                StateProjection::Answered { reply } => {
                    let reply = reply.take().unwrap_or_else(Reply::failed);
                    return Poll::Ready(Ok(reply.into_response()));
                }
                StateProjection::Running { running } => {
                    return Poll::Ready(Ok(ready!(running.poll(cx)).into_response()));
                }
                StateProjection::Reading {
                    started,
                    body,
                    read,
                } => {
                    let body = ready!(read.poll(body, cx));
                    match (started.take(), body) {
                        (Some((endpoint, kept)), Ok(body)) => take(endpoint, kept, body),
                        (Some((endpoint, kept)), Err(why)) => answered(endpoint.unread(kept, why)),
                        (None, _) => answered(Reply::failed()),
                    }
                }
            };
            state.set(next);
        }
    }
}

fn answered<E: Endpoint, B>(reply: Reply) -> State<E, B> {
    State::Answered { reply: Some(reply) }
}

fn take<E: Endpoint, B>(endpoint: Arc<E>, kept: E::Kept, body: Bytes) -> State<E, B> {
    match endpoint.take(kept, body) {
        Taken::Answered(reply) => answered(reply),
        Taken::Job(job) => State::Running {
            running: Detached::new(endpoint, job),
        },
        // Nobody would run it, so nobody may be told that all is well.
        Taken::AnsweredFirst(..) if endpoint.work().is_abandoned() => answered(Reply::failed()),
        Taken::AnsweredFirst(reply, job) => {
            // Dropping it lets it run on by itself.
            drop(Detached::new(endpoint, job));
            answered(reply)
        }
    }
}

impl<E: Endpoint, B> fmt::Debug for ResponseFuture<E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture(..)")
    }
}
