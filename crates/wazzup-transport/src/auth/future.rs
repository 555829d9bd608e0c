use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tokio::time::Instant;
use tower_service::Service;

use super::{Credential, CredentialProvider, layer::Pace};
use crate::{
    BoxError, Error, ErrorKind, call,
    rate_limit::{Acquire, GOOD_FOR, SharedWait},
};

type Later = Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send>>;

pin_project! {
    /// Response future of [`Auth`](super::Auth).
    pub struct ResponseFuture<S, R>
    where
        S: Service<R>,
    {
        #[pin]
        state: State<S, R, S::Future>,
        provider: Option<Arc<dyn CredentialProvider>>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<S, R, F> {
        Waiting {
            waiting: Waiting<S, R>,
        },
        Sent {
            #[pin]
            inner: F,
        },
        Failed {
            error: Option<BoxError>,
        },
    }
}

pub(super) struct Waiting<S, R> {
    credential: Later,
    // In a box, so that those who need not wait do not carry the room for it.
    next: Option<Box<(S, R)>>,
    started: Instant,
    pace: Option<Arc<Pace>>,
    // With the credential in it already.
    token: Option<Pin<Box<SharedWait>>>,
}

impl<S, R> Waiting<S, R> {
    #[cold]
    #[inline(never)]
    pub(super) fn new(credential: Later, pace: Option<Arc<Pace>>, ready: S, request: R) -> Self {
        Self {
            credential,
            next: Some(Box::new((ready, request))),
            started: Instant::now(),
            pace,
            token: None,
        }
    }
}

impl<S: Service<Request<B>>, B> Waiting<S, Request<B>> {
    /// Sends the request when the credential is there.
    // Out of line: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_sent(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Future, BoxError>> {
        if self.token.is_none() {
            let credential = ready!(self.credential.as_mut().poll(cx));
            let (_, request) = &mut **self.next.as_mut().expect("polled after it was done");
            match credential {
                Ok(credential) => credential.put(request.headers_mut()),
                Err(error) => return Poll::Ready(Err(no_credential(request, error))),
            }
            if let Some(pace) = &self.pace
                && self.started.elapsed() > GOOD_FOR
            {
                let call = call::of(request.extensions());
                self.token = match pace.scopes.acquire(&pace.limiter, call, request) {
                    Acquire::Now => None,
                    Acquire::Later(wait) => Some(Box::pin(wait)),
                };
            }
        }
        if let Some(token) = &mut self.token {
            ready!(token.as_mut().poll(cx));
        }
        let (mut ready, request) = *self.next.take().expect("polled after it was done");
        Poll::Ready(Ok(ready.call(request)))
    }
}

impl<S: Service<R>, R> ResponseFuture<S, R> {
    #[inline]
    pub(super) fn sent(inner: S::Future, provider: Option<Arc<dyn CredentialProvider>>) -> Self {
        Self {
            state: State::Sent { inner },
            provider,
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn waiting(waiting: Waiting<S, R>, provider: Arc<dyn CredentialProvider>) -> Self {
        Self {
            state: State::Waiting { waiting },
            provider: Some(provider),
        }
    }

    pub(super) fn failed(error: BoxError) -> Self {
        Self {
            state: State::Failed { error: Some(error) },
            provider: None,
        }
    }
}

impl<S, B, R> Future for ResponseFuture<S, Request<B>>
where
    S: Service<Request<B>, Response = Response<R>>,
    S::Error: Into<BoxError>,
{
    type Output = Result<S::Response, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        loop {
            let inner = match this.state.as_mut().project() {
                StateProj::Sent { inner } => {
                    let output = inner.poll(cx);
                    if let (Poll::Ready(Ok(response)), Some(provider)) = (&output, this.provider)
                        && response.status() == StatusCode::UNAUTHORIZED
                    {
                        provider.refused();
                    }
                    return output.map_err(Into::into);
                }
                StateProj::Failed { error } => {
                    let error = error.take().expect("polled after it was done");
                    return Poll::Ready(Err(error));
                }
                StateProj::Waiting { waiting } => ready!(waiting.poll_sent(cx))?,
            };
            this.state.set(State::Sent { inner });
        }
    }
}

pub(super) fn no_credential<B>(request: &Request<B>, error: BoxError) -> BoxError {
    let operation = call::of(request.extensions()).map_or(crate::UNNAMED, |call| call.operation());
    Error::new(ErrorKind::Unauthorized, operation)
        .with_source(error)
        .into()
}

impl<S: Service<R>, R> fmt::Debug for ResponseFuture<S, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
