use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{Response, StatusCode};
use pin_project_lite::pin_project;
use tokio::time::{Sleep, sleep};
use tower_service::Service;

use super::layer::Shared;
use crate::{
    rate_limit::{Limiter as _, Scope},
    retry_after,
};

pin_project! {
    /// Response future of [`Cooldown`](super::Cooldown).
    pub struct ResponseFuture<S, R>
    where
        S: Service<R>,
    {
        #[pin]
        state: State<S, R, S::Future>,
        observed: Option<Observed>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, R, F> {
        // In boxes: nearly no request waits, and all would carry the room for it through the layers.
        Waiting {
            sleep: Pin<Box<Sleep>>,
            next: Option<Box<(S, R)>>,
        },
        Sent {
            #[pin]
            inner: F,
        },
    }
}

/// Whom an answer concerns.
pub(super) struct Observed {
    pub(super) shared: Arc<Shared>,
    pub(super) scope: Scope,
}

impl<S: Service<R>, R> ResponseFuture<S, R> {
    #[inline]
    pub(super) fn sent(inner: S::Future, observed: Option<Observed>) -> Self {
        Self {
            state: State::Sent { inner },
            observed,
        }
    }

    pub(super) fn waiting(pause: Duration, ready: S, request: R, observed: Observed) -> Self {
        Self {
            state: State::Waiting {
                sleep: Box::pin(sleep(pause)),
                next: Some(Box::new((ready, request))),
            },
            observed: Some(observed),
        }
    }
}

impl<S, R, B> Future for ResponseFuture<S, R>
where
    S: Service<R, Response = Response<B>>,
{
    type Output = Result<S::Response, S::Error>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let inner = match this.state.as_mut().project() {
                StateProj::Sent { inner } => {
                    let output = ready!(inner.poll(cx));
                    if let (Ok(response), Some(observed)) = (&output, this.observed) {
                        observed.answered(response);
                    }
                    return Poll::Ready(output);
                }
                StateProj::Waiting { sleep, next } => {
                    ready!(sleep.as_mut().poll(cx));
                    // Somebody else may have been refused meanwhile.
                    let observed = this.observed.as_ref();
                    if let Some(more) = observed.and_then(|it| it.shared.gates.shut_for(it.scope)) {
                        sleep.set(tokio::time::sleep(more));
                        continue;
                    }
                    let (mut ready, request) = *next.take().expect("polled after it was done");
                    ready.call(request)
                }
            };
            this.state.set(State::Sent { inner });
        }
    }
}

impl Observed {
    fn answered<B>(&self, response: &Response<B>) {
        if response.status() != StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let shared = &*self.shared;
        let said = retry_after::read(response.headers());
        let pause = said
            .unwrap_or(shared.default_pause)
            .min(shared.longest_pause);
        shared.gates.shut(self.scope, pause);
        if let Some(limiter) = &shared.limiter
            && !pause.is_zero()
        {
            limiter.hold(self.scope, pause);
        }
        tracing::debug!(
            target: crate::TARGET,
            bucket = self.scope.bucket.name(),
            pause_ms = pause.as_millis(),
            said = said.is_some(),
            "refused for the rate, all of the bucket pause",
        );
    }
}

impl<S: Service<R>, R> fmt::Debug for ResponseFuture<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
