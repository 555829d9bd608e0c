//! The one place where the type of a stack is forgotten.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    Body, BoxError, Error, ErrorKind,
    call::Call,
    collect::{Collecting, TooLarge, cut_off},
    error::classify::Class,
    request::Unsent,
};

/// The answer of a stack: whole, unless it is a success of a call that streams.
pub(super) type BoxAnswer = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// Any stack of layers, behind one pointer.
pub(super) trait Stack: Send + Sync {
    /// Starts a call. Nothing happens before the answer is polled.
    fn start(&self, unsent: Unsent, call: &Arc<Call>) -> BoxAnswer;
}

/// A stack of a known type.
pub(super) struct Erased<S> {
    service: S,
    body_limit: usize,
}

impl<S> Erased<S> {
    #[inline]
    pub(super) fn new(service: S, body_limit: usize) -> Self {
        Self {
            service,
            body_limit,
        }
    }
}

impl<S, B> Stack for Erased<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + Sync + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn start(&self, unsent: Unsent, call: &Arc<Call>) -> BoxAnswer {
        Box::pin(Answer {
            body_limit: call
                .options()
                .values()
                .body_limit
                .unwrap_or(self.body_limit),
            streams: call.streams(),
            state: State::Waiting {
                service: self.service.clone(),
                next: Some((unsent, Arc::clone(call))),
            },
        })
    }
}

pin_project! {
    // Waits for the stack to be ready, calls it and reads what is left to read of the answer.
    struct Answer<S, F> {
        #[pin]
        state: State<S, F>,
        body_limit: usize,
        streams: bool,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, F> {
        Waiting { service: S, next: Option<(Unsent, Arc<Call>)> },
        Calling { #[pin] future: F },
        Collecting { reading: Box<Collecting> },
    }
}

impl<S, B> Future for Answer<S, S::Future>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            match this.state.as_mut().project() {
                StateProj::Waiting { service, next } => {
                    ready!(service.poll_ready(cx)).map_err(Into::into)?;
                    let (unsent, call) = next.take().expect("polled after it was done");
                    let future = service.call(unsent.into_http(call));
                    this.state.set(State::Calling { future });
                }
                StateProj::Calling { future } => {
                    let response = match ready!(future.poll(cx)) {
                        Ok(response) => Body::wrap_in(response),
                        Err(error) => return Poll::Ready(Err(error.into())),
                    };
                    if *this.streams && response.status().is_success() {
                        return Poll::Ready(Ok(response));
                    }
                    if let Some(length) = response.body().whole_length() {
                        // Nearly always: it was read further in.
                        if length > *this.body_limit as u64 {
                            let error = TooLarge::new(*this.body_limit);
                            return Poll::Ready(cut_off(response, error.into()));
                        }
                        return Poll::Ready(Ok(response));
                    }
                    let reading = Box::new(Collecting::new(response, *this.body_limit));
                    this.state.set(State::Collecting { reading });
                }
                StateProj::Collecting { reading } => {
                    return Pin::new(&mut **reading).poll(cx).map_err(answered);
                }
            }
        }
    }
}

/// Why the body of an answer cannot be read. Whoever has answered was reached, so no cause of it proves
/// that nothing was sent.
fn answered(error: BoxError) -> BoxError {
    if !Class::of(&error).unsent {
        return error;
    }
    let closed = Error::new(ErrorKind::Closed, crate::UNNAMED).with_may_have_executed(true);
    closed.with_source(error).into()
}
