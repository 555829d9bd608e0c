use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use tower_service::Service;

pin_project! {
    /// Response future of [`RateLimit`](super::RateLimit).
    pub struct ResponseFuture<S, W, R>
    where
        S: Service<R>,
    {
        #[pin]
        state: State<S, W, R, S::Future>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, W, R, F> {
        // In a box: nearly no request waits, and all would carry the room for it through the layers.
        Waiting {
            waiting: Pin<Box<Waiting<S, W, R>>>,
        },
        Sent {
            #[pin]
            inner: F,
        },
    }
}

pin_project! {
    struct Waiting<S, W, R> {
        #[pin]
        wait: W,
        next: Option<(S, R)>,
    }
}

impl<S: Service<R>, W, R> ResponseFuture<S, W, R> {
    #[inline]
    pub(super) fn sent(inner: S::Future) -> Self {
        Self {
            state: State::Sent { inner },
        }
    }

    pub(super) fn waiting(wait: W, ready: S, request: R) -> Self {
        Self {
            state: State::Waiting {
                waiting: Box::pin(Waiting {
                    wait,
                    next: Some((ready, request)),
                }),
            },
        }
    }
}

impl<S, W, R> Future for ResponseFuture<S, W, R>
where
    S: Service<R>,
    W: Future<Output = ()>,
{
    type Output = Result<S::Response, S::Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut state = self.project().state;
        loop {
            let inner = match state.as_mut().project() {
                StateProj::Sent { inner } => return inner.poll(cx),
                StateProj::Waiting { waiting } => {
                    let waiting = waiting.as_mut().project();
                    ready!(waiting.wait.poll(cx));
                    let (mut ready, request) =
                        waiting.next.take().expect("polled after it was done");
                    ready.call(request)
                }
            };
            state.set(State::Sent { inner });
        }
    }
}

impl<S: Service<R>, W, R> std::fmt::Debug for ResponseFuture<S, W, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
