//! The one place where the type of a stack is forgotten.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{Body, BoxError, Error, ErrorKind, collect::Collecting, error::classify::Class};

/// The answer of a stack, whole.
pub(super) type BoxAnswer = Pin<Box<dyn Future<Output = Result<Response<Bytes>, BoxError>> + Send>>;

/// Any stack of layers, behind one pointer.
pub(super) trait Stack: Send + Sync {
    /// Starts a call. Nothing happens before the answer is polled.
    fn start(&self, request: Request<Body>) -> BoxAnswer;
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
    fn start(&self, request: Request<Body>) -> BoxAnswer {
        Box::pin(Answer {
            state: State::Waiting {
                service: self.service.clone(),
                request: Some(request),
            },
            body_limit: self.body_limit,
        })
    }
}

pin_project! {
    // Waits for the stack to be ready, calls it and reads the body.
    struct Answer<S, F, B> {
        #[pin]
        state: State<S, F, B>,
        body_limit: usize,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, F, B> {
        Waiting { service: S, request: Option<Request<Body>> },
        Calling { #[pin] future: F },
        Collecting { #[pin] body: Collecting<B> },
    }
}

impl<S, B> Future for Answer<S, S::Future, B>
where
    S: Service<Request<Body>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<Bytes>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let next = match this.state.as_mut().project() {
                StateProj::Waiting { service, request } => {
                    ready!(service.poll_ready(cx)).map_err(Into::into)?;
                    let request = request.take().expect("polled after it was done");
                    State::Calling {
                        future: service.call(request),
                    }
                }
                StateProj::Calling { future } => {
                    let response = ready!(future.poll(cx)).map_err(Into::into)?;
                    State::Collecting {
                        body: Collecting::new(response, *this.body_limit),
                    }
                }
                StateProj::Collecting { body } => return body.poll(cx).map_err(answered),
            };
            this.state.set(next);
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
