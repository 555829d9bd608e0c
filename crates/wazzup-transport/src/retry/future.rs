use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service;

use super::{Attempt, Decision, RepeatableBody, saved::Saved, service::Shared};
use crate::{BoxError, Call, Error, error, error::classify::Class, judge::Verdict, retry_after};

pin_project! {
    /// Response future of [`Retry`](super::Retry).
    pub struct ResponseFuture<S, B>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        state: State<S::Future>,
        // `None` if there will be no second attempt. In a box, since futures of layers are moved into
        // each other, and this is more than all the rest.
        repeats: Option<Box<Repeats<S, B>>>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<F> {
        Calling {
            #[pin]
            inner: F,
        },
        Pausing {
            #[pin]
            sleep: Sleep,
        },
        // The service that goes on is a clone of the one that was ready.
        Readying,
    }
}

/// All that further attempts need.
pub(super) struct Repeats<S, B> {
    service: S,
    shared: Arc<Shared<S>>,
    saved: Option<Saved<B>>,
    call: Option<Arc<Call>>,
    idempotent: bool,
    number: u32,
    // Whether an attempt of those that nobody else keeps account of may have been executed.
    doubt: bool,
    started: Instant,
}

impl<S, B> Repeats<S, B> {
    pub(super) fn boxed(
        service: S,
        shared: Arc<Shared<S>>,
        saved: Saved<B>,
        call: Option<Arc<Call>>,
    ) -> Box<Self> {
        let started = call
            .as_ref()
            .map_or_else(Instant::now, |call| call.started());
        let idempotent = match &call {
            Some(call) => call.is_idempotent(),
            // What RFC 9110 calls idempotent.
            None => saved.method().is_idempotent(),
        };
        Box::new(Self {
            service,
            shared,
            saved: Some(saved),
            call,
            idempotent,
            number: 1,
            doubt: false,
            started,
        })
    }

    /// After which time to try again, if at all. The outcome is no success.
    #[cold]
    fn after<R>(&mut self, outcome: &Result<Response<R>, BoxError>) -> Option<Duration> {
        let mut verdict = Verdict::by_status();
        let (kind, status, refused) = match outcome {
            Ok(response) => {
                let status = response.status();
                if let Some(said) = response.extensions().get() {
                    verdict = *said;
                }
                (
                    error::kind_of_answer(status, &verdict),
                    Some(status),
                    verdict.unexecuted || error::is_refusal(status),
                )
            }
            Err(error) => {
                let class = Class::of(error);
                // Of a refusal whose body did not come in time.
                let status = error.downcast_ref::<Error>().and_then(Error::status);
                let refused = class.unsent || status.is_some_and(error::is_refusal);
                (class.kind, status, refused)
            }
        };
        let asked = || retry_after::read(outcome.as_ref().ok()?.headers());
        let call = self.call.as_deref();
        self.doubt |= !refused;
        let doubt = match call {
            Some(call) if call.attempts() > 0 => call.conclude(),
            _ => self.doubt,
        };
        let options = call.map(|call| call.options().values());
        let first = call.map_or(self.started, Call::first_begun);
        let waited = first.saturating_duration_since(self.started);
        let total_timeout = call.and_then(Call::total_timeout);
        let attempt = Attempt {
            operation: call.map_or(crate::UNNAMED, Call::operation),
            number: self.number,
            idempotent: self.idempotent,
            may_have_executed: doubt,
            kind,
            status,
            worth_repeating: verdict.repeat,
            retry_after: verdict.retry_after.or_else(asked),
            elapsed: first.elapsed(),
            max_attempts: options.and_then(|options| options.max_attempts),
            repeat_within: options.and_then(|options| options.repeat_within),
            total_timeout: total_timeout.map(|total| total.saturating_sub(waited)),
        };
        let policy = self.shared.policy.as_ref()?;
        let Decision::RetryAfter(delay) = policy.decide(&attempt) else {
            return None;
        };
        tracing::debug!(
            target: crate::TARGET,
            operation = attempt.operation,
            attempt = attempt.number,
            status = attempt.status.map(|status| status.as_u16()),
            kind = attempt.kind.as_str(),
            delay_ms = delay.as_millis(),
            "trying again",
        );
        Some(delay)
    }
}

impl<S, B> Repeats<S, B>
where
    S: Service<Request<B>>,
    S::Error: Into<BoxError>,
    B: RepeatableBody,
{
    /// Starts the next attempt, when the service is ready for it.
    // Out of line like the other rare ways: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_again(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Future, BoxError>> {
        ready!(self.service.poll_ready(cx)).map_err(Into::into)?;
        let request = Saved::renew(&mut self.saved, self.call.as_ref())
            .expect("only what was saved gets here");
        self.number = self.number.saturating_add(1);
        Poll::Ready(Ok(self.service.call(request)))
    }
}

impl<S: Service<Request<B>>, B> ResponseFuture<S, B> {
    #[inline]
    pub(super) fn once(inner: S::Future) -> Self {
        Self {
            state: State::Calling { inner },
            repeats: None,
        }
    }

    #[inline]
    pub(super) fn repeated(mut repeats: Box<Repeats<S, B>>, request: Request<B>) -> Self {
        Self {
            state: State::Calling {
                inner: repeats.service.call(request),
            },
            repeats: Some(repeats),
        }
    }
}

impl<S, B, R> Future for ResponseFuture<S, B>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Into<BoxError>,
    B: RepeatableBody,
{
    type Output = Result<S::Response, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProj::Calling { inner } => {
                    let polled = inner.poll(cx).map_err(Into::into);
                    let Poll::Ready(outcome) = &polled else {
                        return polled;
                    };
                    let Some(repeats) = this.repeats else {
                        return polled;
                    };
                    let succeeded =
                        matches!(outcome, Ok(response) if response.status().is_success());
                    if succeeded || repeats.saved.is_none() {
                        return polled;
                    }
                    match repeats.after(outcome) {
                        None => return polled,
                        Some(delay) if delay.is_zero() => State::Readying,
                        Some(delay) => State::Pausing {
                            sleep: sleep(delay),
                        },
                    }
                }
                StateProj::Pausing { sleep } => {
                    ready!(sleep.poll(cx));
                    State::Readying
                }
                StateProj::Readying => {
                    let repeats = this.repeats.as_mut().expect("only what repeats gets here");
                    let inner = ready!(repeats.poll_again(cx))?;
                    State::Calling { inner }
                }
            };
            this.state.set(next);
        }
    }
}

impl<S: Service<Request<B>>, B> fmt::Debug for ResponseFuture<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
