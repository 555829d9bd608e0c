use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;
use tokio::{
    runtime::Handle,
    time::{Sleep, sleep_until},
};

use super::{Profile, erased::BoxAnswer};
use crate::{
    Error, ErrorKind, Reply,
    call::Call,
    judge::{self, Verdict},
};

/// Turns a successful answer into what the caller wants of it.
pub type Decode<T> = fn(Reply) -> Result<T, Error>;

pin_project! {
    /// A call on its way, from [`Transport::execute`](crate::Transport::execute).
    ///
    /// Nothing is sent before the first poll. Dropping it stops the call where it is; what was sent
    /// already may be executed nevertheless.
    #[must_use = "futures do nothing unless polled"]
    pub struct ResponseFuture<T> {
        // Taken when done.
        running: Option<Running<T>>,
        fault: Option<Error>,
        // Ends the call. Set when first it is needed.
        #[pin]
        timer: Option<Sleep>,
        started: bool,
    }
}

struct Running<T> {
    answer: BoxAnswer,
    call: Arc<Call>,
    profile: Arc<Profile>,
    decode: Decode<T>,
}

impl<T> ResponseFuture<T> {
    pub(super) fn new(
        answer: BoxAnswer,
        call: Arc<Call>,
        profile: Arc<Profile>,
        decode: Decode<T>,
    ) -> Self {
        Self {
            running: Some(Running {
                answer,
                call,
                profile,
                decode,
            }),
            fault: None,
            timer: None,
            started: false,
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self {
            running: None,
            fault: Some(error),
            timer: None,
            started: true,
        }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let Some(running) = this.running else {
            let error = this.fault.take().expect("polled after it was done");
            return Poll::Ready(Err(error));
        };
        if !std::mem::replace(this.started, true) && Handle::try_current().is_err() {
            let error = Error::new(ErrorKind::Configuration, running.call.operation());
            *this.running = None;
            return Poll::Ready(Err(error.with_source("no Tokio runtime")));
        }
        // The time runs from the first poll.
        let deadline = running.call.deadline();
        let result = match running.answer.as_mut().poll(cx) {
            Poll::Ready(result) => result,
            Poll::Pending => {
                if this.timer.is_none() {
                    let Some(deadline) = deadline else {
                        return Poll::Pending;
                    };
                    // The timer of an attempt ends no later, and one timer is enough.
                    if running.call.is_timed() {
                        return Poll::Pending;
                    }
                    this.timer.set(Some(sleep_until(deadline)));
                }
                let Some(timer) = this.timer.as_mut().as_pin_mut() else {
                    return Poll::Pending;
                };
                ready!(timer.poll(cx));
                let timeout = Error::new(ErrorKind::Timeout, running.call.operation());
                Err(timeout
                    .with_source("the total time of the call is up")
                    .into())
            }
        };
        let output = running.finish(result);
        *this.running = None;
        this.timer.set(None);
        Poll::Ready(output)
    }
}

impl<T> Running<T> {
    fn finish(
        &self,
        result: Result<http::Response<bytes::Bytes>, crate::BoxError>,
    ) -> Result<T, Error> {
        let counted = self.profile.keeps_account;
        let response = result.map_err(|error| Error::from_stack(error, &self.call, counted))?;
        let mut verdict = Verdict::by_status();
        if !response.status().is_success() {
            verdict = match (response.extensions().get(), &self.profile.judge) {
                (Some(verdict), _) => *verdict,
                // No layer of ours asked.
                (None, Some(judge)) => judge::verdict_of(&**judge, &response),
                (None, None) => verdict,
            };
        }
        if self.call.attempts() == 0 {
            // No layer of ours watched the request go.
            self.call.begin_attempt(false);
            self.call
                .settle(!verdict.unexecuted && !crate::error::is_refusal(response.status()));
        }
        let attempts = self.call.attempts();
        let reply = Reply::new(response, self.call.operation(), attempts)
            .repeating_doubt(self.call.repeats_doubt());
        if !reply.status().is_success() {
            let decoder = &*self.profile.decoder;
            return Err(Error::from_reply(reply, verdict, decoder, &self.call));
        }
        (self.decode)(reply)
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let call = self.running.as_ref().map(|running| &running.call);
        f.debug_struct("ResponseFuture")
            .field("operation", &call.map(|call| call.operation()))
            .finish_non_exhaustive()
    }
}
