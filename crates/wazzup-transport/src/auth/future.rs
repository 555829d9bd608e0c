use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{Request, Response, StatusCode};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{Credential, CredentialProvider};
use crate::{BoxError, Error, ErrorKind, call};

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

struct Waiting<S, R> {
    credential: Later,
    // In a box, so that those who need not wait do not carry the room for it.
    next: Option<Box<(S, R)>>,
}

impl<S: Service<Request<B>>, B> Waiting<S, Request<B>> {
    /// Sends the request when the credential is there.
    // Out of line: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_sent(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Future, BoxError>> {
        let credential = ready!(self.credential.as_mut().poll(cx));
        let (mut ready, mut request) = *self.next.take().expect("polled after it was done");
        Poll::Ready(match credential {
            Ok(credential) => {
                credential.put(request.headers_mut());
                Ok(ready.call(request))
            }
            Err(error) => Err(no_credential(&request, error)),
        })
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
    pub(super) fn waiting(
        credential: Later,
        ready: S,
        request: R,
        provider: Arc<dyn CredentialProvider>,
    ) -> Self {
        Self {
            state: State::Waiting {
                waiting: Waiting {
                    credential,
                    next: Some(Box::new((ready, request))),
                },
            },
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
