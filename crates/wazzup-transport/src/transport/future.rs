use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::Response;
use pin_project_lite::pin_project;
use tokio::{
    runtime::Handle,
    time::{Sleep, sleep_until},
};

use super::erased::BoxAnswer;
use crate::{
    Body, Error, ErrorKind, Reply, StreamingReply,
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
        #[pin]
        running: Running,
        decode: Decode<T>,
    }
}

impl<T> ResponseFuture<T> {
    #[inline]
    pub(super) fn new(running: Running, decode: Decode<T>) -> Self {
        Self { running, decode }
    }
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let response = ready!(this.running.as_mut().poll_answer(cx))?;
        Poll::Ready((this.decode)(Reply::of_call(
            response,
            this.running.call()?,
        )))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture")
            .field("operation", &self.running.operation())
            .finish_non_exhaustive()
    }
}

pin_project! {
    /// A call on its way, from [`Transport::execute_streaming`](crate::Transport::execute_streaming).
    ///
    /// Resolves when the head of a successful answer is there. Nothing is sent before the first poll;
    /// dropping it stops the call where it is.
    #[must_use = "futures do nothing unless polled"]
    pub struct StreamFuture {
        #[pin]
        running: Running,
    }
}

impl StreamFuture {
    pub(super) fn new(running: Running) -> Self {
        Self { running }
    }
}

impl Future for StreamFuture {
    type Output = Result<StreamingReply, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut running = self.project().running;
        let response = ready!(running.as_mut().poll_answer(cx))?;
        Poll::Ready(Ok(StreamingReply::new(response, running.call()?)))
    }
}

impl fmt::Debug for StreamFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamFuture")
            .field("operation", &self.running.operation())
            .finish_non_exhaustive()
    }
}

pin_project! {
    // A call until there is a successful answer, its body read or not, or an error.
    pub(super) struct Running {
        // Taken when done.
        call: Option<Arc<Call>>,
        answer: Option<BoxAnswer>,
        fault: Option<Error>,
        // Ends the call. Set when first it is needed.
        #[pin]
        timer: Option<Sleep>,
        started: bool,
    }
}

impl Running {
    #[inline]
    pub(super) fn new(answer: BoxAnswer, call: Arc<Call>) -> Self {
        Self {
            call: Some(call),
            answer: Some(answer),
            fault: None,
            timer: None,
            started: false,
        }
    }

    pub(super) fn failed(error: Error) -> Self {
        Self {
            call: None,
            answer: None,
            fault: Some(error),
            timer: None,
            started: true,
        }
    }

    fn operation(&self) -> Option<&'static str> {
        self.call.as_ref().map(|call| call.operation())
    }

    fn call(&self) -> Result<&Call, Error> {
        // Whoever has an answer has a call.
        let none = || Error::new(ErrorKind::Configuration, crate::UNNAMED);
        self.call.as_deref().ok_or_else(none)
    }

    #[inline]
    fn poll_answer(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response<Body>, Error>> {
        let mut this = self.project();
        let (Some(call), Some(answer)) = (this.call.as_deref(), this.answer.as_mut()) else {
            let error = this.fault.take().expect("polled after it was done");
            return Poll::Ready(Err(error));
        };
        if !std::mem::replace(this.started, true) {
            if Handle::try_current().is_err() {
                let error = Error::new(ErrorKind::Configuration, call.operation());
                *this.answer = None;
                return Poll::Ready(Err(error.with_source("no Tokio runtime")));
            }
            // The time runs from the first poll.
            call.started();
        }
        let result = match answer.as_mut().poll(cx) {
            Poll::Ready(result) => result,
            Poll::Pending => {
                // The timer of an attempt ends no later, and one timer is enough.
                if this.timer.is_none() && !call.is_timed() {
                    this.timer.set(call.deadline().map(sleep_until));
                }
                let Some(timer) = this.timer.as_mut().as_pin_mut() else {
                    return Poll::Pending;
                };
                ready!(timer.poll(cx));
                let timeout = Error::new(ErrorKind::Timeout, call.operation());
                Err(timeout
                    .with_source("the total time of the call is up")
                    .into())
            }
        };
        *this.answer = None;
        this.timer.set(None);
        Poll::Ready(match result {
            Ok(response) if response.status().is_success() => {
                account(call, &response, Verdict::by_status());
                Ok(response)
            }
            Ok(response) => Err(refused(call, response)),
            Err(error) => Err(Error::from_stack(error, call, call.keeps_account())),
        })
    }
}

/// Where no layer of ours watched the request go.
fn account(call: &Call, response: &Response<Body>, verdict: Verdict) {
    if call.attempts() == 0 {
        call.begin_attempt(false);
        call.settle(!verdict.unexecuted && !crate::error::is_refusal(response.status()));
    }
}

fn refused(call: &Call, mut response: Response<Body>) -> Error {
    let verdict = verdict(call, &response);
    account(call, &response, verdict);
    let cut_off = response.extensions_mut().remove();
    Error::from_reply(Reply::of_call(response, call), verdict, cut_off, call)
}

fn verdict(call: &Call, response: &Response<Body>) -> Verdict {
    match (response.extensions().get(), call.judge()) {
        (Some(verdict), _) => *verdict,
        // No layer of ours asked.
        (None, Some(judge)) => judge::verdict_of(&**judge, response),
        (None, None) => Verdict::by_status(),
    }
}
