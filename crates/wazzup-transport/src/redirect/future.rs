use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{
    HeaderMap, Request, Response, StatusCode, Uri,
    header::{AUTHORIZATION, COOKIE, LOCATION, PROXY_AUTHORIZATION},
    uri::Scheme,
};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::location;
use crate::{
    Base, BoxError, Call, Error, ErrorKind,
    retry::{RepeatableBody, Saved},
};

pin_project! {
    /// Response future of [`Redirect`](super::Redirect).
    pub struct ResponseFuture<S, B>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        state: State<S::Future>,
        // `None` if no redirect is followed, as nearly always.
        hops: Option<Box<Hops<S, B>>>,
    }
}

pin_project! {
    #[project = StateProj]
    enum State<F> {
        Calling {
            #[pin]
            inner: F,
        },
        // The service that goes on is a clone of the one that was ready.
        Readying,
    }
}

/// All that further hops need.
pub(super) struct Hops<S, B> {
    pub(super) service: S,
    pub(super) saved: Option<Saved<B>>,
    pub(super) call: Arc<Call>,
    pub(super) uri: Uri,
    pub(super) left: u32,
}

impl<S, B> Hops<S, B> {
    /// Where to go on, if anywhere.
    fn next<R>(&mut self, response: &Response<R>) -> Result<Option<Uri>, Error> {
        let status = response.status();
        let Some(location) = response.headers().get(LOCATION) else {
            return Ok(None);
        };
        if !matches!(
            status,
            StatusCode::MOVED_PERMANENTLY
                | StatusCode::FOUND
                | StatusCode::SEE_OTHER
                | StatusCode::TEMPORARY_REDIRECT
                | StatusCode::PERMANENT_REDIRECT
        ) {
            return Ok(None);
        }
        // Whoever sends on has not executed anything.
        self.call.acquit();
        let refused = |why: &'static str| {
            let error = Error::new(ErrorKind::Rejected, self.call.operation());
            error.with_status(status).with_source(why)
        };
        self.left = match self.left.checked_sub(1) {
            Some(left) => left,
            None => return Err(refused("redirected too often")),
        };
        let next = location::resolve(&self.uri, location.as_bytes())
            .ok_or_else(|| refused("redirected to what is no http or https URL"))?;
        let plain = self.call.base().is_some_and(|base: &Base| !base.is_https());
        let is_https = |uri: &Uri| uri.scheme() == Some(&Scheme::HTTPS);
        if is_https(&self.uri) && !is_https(&next) && !plain {
            return Err(refused("redirected from https to http"));
        }
        self.uri = next.clone();
        Ok(Some(next))
    }
}

impl<S, B> Hops<S, B>
where
    S: Service<Request<B>>,
    S::Error: Into<BoxError>,
    B: RepeatableBody,
{
    /// Starts the next hop, when the service is ready for it.
    // Out of line: room for it would be in each poll's stack frame.
    #[cold]
    #[inline(never)]
    fn poll_again(&mut self, cx: &mut Context<'_>) -> Poll<Result<S::Future, BoxError>> {
        ready!(self.service.poll_ready(cx)).map_err(Into::into)?;
        let mut request =
            Saved::renew(&mut self.saved, Some(&self.call)).expect("saved anew for each hop");
        *request.uri_mut() = self.uri.clone();
        if !self.call.trusts(&self.uri) {
            forget_secrets(request.headers_mut());
        }
        Poll::Ready(Ok(self.service.call(request)))
    }
}

/// What proves who calls may have been put in by a layer of the user as well, for another host.
fn forget_secrets(headers: &mut HeaderMap) {
    for name in [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE] {
        headers.remove(name);
    }
    let secret = headers.iter().filter(|(_, value)| value.is_sensitive());
    let secret: Vec<_> = secret.map(|(name, _)| name.clone()).collect();
    for name in secret {
        headers.remove(name);
    }
}

impl<S: Service<Request<B>>, B> ResponseFuture<S, B> {
    #[inline]
    pub(super) fn once(inner: S::Future) -> Self {
        Self {
            state: State::Calling { inner },
            hops: None,
        }
    }

    pub(super) fn followed(inner: S::Future, hops: Box<Hops<S, B>>) -> Self {
        Self {
            state: State::Calling { inner },
            hops: Some(hops),
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
        if this.hops.is_none()
            && let StateProj::Calling { inner } = this.state.as_mut().project()
        {
            return inner.poll(cx).map_err(Into::into);
        }
        loop {
            let next = match this.state.as_mut().project() {
                StateProj::Calling { inner } => {
                    let outcome = ready!(inner.poll(cx)).map_err(Into::into);
                    let (Some(hops), Ok(response)) = (this.hops.as_mut(), &outcome) else {
                        return Poll::Ready(outcome);
                    };
                    if hops.next(response)?.is_none() {
                        return Poll::Ready(outcome);
                    }
                    State::Readying
                }
                StateProj::Readying => {
                    let hops = this.hops.as_mut().expect("only what hops gets here");
                    let inner = ready!(hops.poll_again(cx))?;
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
