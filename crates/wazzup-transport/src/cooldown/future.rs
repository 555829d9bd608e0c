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
    Call,
    judge::Verdict,
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
            waiting: Waiting<S, R>,
        },
        Sent {
            #[pin]
            inner: F,
        },
    }
}

struct Waiting<S, R> {
    sleep: Pin<Box<Sleep>>,
    next: Option<Box<(S, R)>>,
}

impl<S: Service<R>, R> Waiting<S, R> {
    /// Sends the request when the gate is open.
    // Out of line: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_sent(&mut self, observed: Option<&Observed>, cx: &mut Context<'_>) -> Poll<S::Future> {
        loop {
            ready!(self.sleep.as_mut().poll(cx));
            // Somebody else may have been refused meanwhile.
            let Some(more) = observed.and_then(Observed::shut_for) else {
                let (mut ready, request) = *self.next.take().expect("polled after it was done");
                return Poll::Ready(ready.call(request));
            };
            self.sleep.set(sleep(more));
        }
    }
}

/// Whom an answer concerns.
pub(super) struct Observed {
    pub(super) shared: Arc<Shared>,
    pub(super) scope: Scope,
    pub(super) call: Option<Arc<Call>>,
}

impl<S: Service<R>, R> ResponseFuture<S, R> {
    #[inline]
    pub(super) fn sent(inner: S::Future, observed: Option<Observed>) -> Self {
        Self {
            state: State::Sent { inner },
            observed,
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn waiting(pause: Duration, ready: S, request: R, observed: Observed) -> Self {
        Self {
            state: State::Waiting {
                waiting: Waiting {
                    sleep: Box::pin(sleep(pause)),
                    next: Some(Box::new((ready, request))),
                },
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
                    let output = inner.poll(cx);
                    if let (Poll::Ready(outcome), Some(observed)) = (&output, this.observed) {
                        observed.is_over();
                        if let Ok(response) = outcome {
                            observed.answered(response);
                        }
                    }
                    return output;
                }
                StateProj::Waiting { waiting } => {
                    ready!(waiting.poll_sent(this.observed.as_ref(), cx))
                }
            };
            this.state.set(State::Sent { inner });
        }
    }
}

impl Observed {
    /// How long anything that the request counts into stays shut, if it does.
    #[inline]
    pub(super) fn shut_for(&self) -> Option<Duration> {
        let gates = &self.shared.gates;
        if !gates.is_any_shut() {
            return None;
        }
        self.scopes()
            .flat_map(|scope| [scope, self.around(scope)])
            .filter_map(|scope| gates.shut_for(scope))
            .max()
    }

    fn scopes(&self) -> impl Iterator<Item = Scope> {
        let further = self.call.iter().flat_map(|call| call.further_scopes());
        std::iter::once(self.scope).chain(further.copied())
    }

    /// The outermost scope that this one counts into.
    fn around(&self, scope: Scope) -> Scope {
        let limiter = self.shared.limiter.as_ref();
        Scope {
            bucket: limiter.map_or(scope.bucket, |limiter| limiter.outermost(scope.bucket)),
            key: scope.key,
        }
    }

    /// What an answer concerns, if it is a refusal for the rate, and how long it says to wait.
    fn refused<B>(&self, response: &Response<B>) -> Option<(Scope, Option<Duration>)> {
        let status = response.status();
        if status.is_success() {
            return None;
        }
        let verdict = response.extensions().get::<Verdict>().copied();
        let verdict = verdict.unwrap_or_default();
        let scope = match verdict.bucket {
            Some(bucket) => self.scopes().find(|scope| scope.bucket == bucket),
            None if status == StatusCode::TOO_MANY_REQUESTS => None,
            None => return None,
        };
        let asked = || retry_after::read(response.headers());
        Some((
            scope.unwrap_or_else(|| self.around(self.scope)),
            verdict.retry_after.or_else(asked),
        ))
    }

    /// Tells the limiter of a request that left later than it could.
    #[inline]
    fn is_over(&self) {
        if self.call.as_ref().is_some_and(|call| call.take_late())
            && let Some(limiter) = &self.shared.limiter
        {
            limiter.late(self.scope);
        }
    }

    fn answered<B>(&self, response: &Response<B>) {
        let Some((scope, said)) = self.refused(response) else {
            return;
        };
        let shared = &*self.shared;
        let pause = said
            .unwrap_or(shared.default_pause)
            .min(shared.longest_pause);
        shared.gates.shut(scope, pause);
        if let Some(limiter) = &shared.limiter
            && !pause.is_zero()
        {
            limiter.hold(scope, pause);
        }
        tracing::debug!(
            target: crate::TARGET,
            bucket = scope.bucket.name(),
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
