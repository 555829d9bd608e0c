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

impl<S, W, R> Waiting<S, W, R>
where
    S: Service<R>,
    W: Future<Output = ()>,
{
    /// Sends the request when it may be.
    // Out of line: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_sent(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<S::Future> {
        let this = self.project();
        ready!(this.wait.poll(cx));
        let (mut ready, request) = this.next.take().expect("polled after it was done");
        Poll::Ready(ready.call(request))
    }
}

impl<S: Service<R>, W, R> ResponseFuture<S, W, R> {
    #[inline]
    pub(super) fn sent(inner: S::Future) -> Self {
        Self {
            state: State::Sent { inner },
        }
    }

    #[cold]
    #[inline(never)]
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
                StateProj::Waiting { waiting } => ready!(waiting.as_mut().poll_sent(cx)),
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
