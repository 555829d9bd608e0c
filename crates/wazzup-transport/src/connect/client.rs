//! The pooled client, innermost of all.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::{Request, Response};
#[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{self, Client, ResponseFuture},
    rt::{TokioExecutor, TokioTimer},
};
use pin_project_lite::pin_project;
use tower_service::Service;

use super::{Settings, bounded::Bounded, dial::Dial, shared::Shared};
use crate::{Body, BoxError, Error, ErrorKind};

/// hyper-util's client over any of our connectors.
///
/// Behind one pointer: the layers clone what is below them, and the client itself is large.
#[derive(Clone)]
pub(crate) enum HyperClient {
    Plain(Arc<Client<Shared<Bounded<Dial>>, Body>>),
    #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
    Tls(Arc<Client<Shared<Bounded<HttpsConnector<Dial>>>, Body>>),
}

impl HyperClient {
    /// A client with these settings.
    pub(crate) fn new(settings: &Settings) -> Result<Self, BoxError> {
        let mut builder = Client::builder(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(settings.idle_timeout)
            .pool_max_idle_per_host(settings.max_idle)
            // Head and body go out as one piece. A list of pieces for the kernel costs more than to copy
            // what calls send, and bodies that are long come in pieces that are not.
            .http1_writev(false);
        let dial = Dial::new(settings);
        #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
        if let Some(connector) = super::tls::Tls::connector(settings, dial.clone())? {
            let bounded = Bounded::new(connector, settings.connect_timeout);
            return Ok(Self::Tls(Arc::new(builder.build(Shared::new(bounded)))));
        }
        let bounded = Bounded::new(dial, settings.connect_timeout);
        Ok(Self::Plain(Arc::new(builder.build(Shared::new(bounded)))))
    }

    /// Whether it can speak TLS.
    pub(crate) fn has_tls(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

impl Service<Request<Body>> for HyperClient {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Sending;

    #[inline]
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn call(&mut self, request: Request<Body>) -> Sending {
        if !self.has_tls() && request.uri().scheme() == Some(&http::uri::Scheme::HTTPS) {
            return Sending { inner: None };
        }
        Sending {
            inner: Some(match self {
                Self::Plain(client) => client.request(request),
                #[cfg(any(feature = "tls-aws-lc", feature = "tls-ring"))]
                Self::Tls(client) => client.request(request),
            }),
        }
    }
}

pin_project! {
    pub(crate) struct Sending {
        // `None` if there is no TLS where it is needed.
        #[pin]
        inner: Option<ResponseFuture>,
    }
}

impl Future for Sending {
    type Output = Result<Response<Body>, BoxError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(inner) = self.project().inner.as_pin_mut() else {
            let error = Error::new(ErrorKind::Configuration, crate::UNNAMED);
            return Poll::Ready(Err(error.with_source(NO_TLS).into()));
        };
        let output: Result<_, legacy::Error> = ready!(inner.poll(cx));
        match output {
            Ok(response) => Poll::Ready(Ok(response.map(Body::incoming))),
            Err(error) => Poll::Ready(Err(error.into())),
        }
    }
}

/// What is wrong with an `https` URI where there is no TLS.
pub(crate) const NO_TLS: &str =
    "no TLS: switch on a tls and a roots feature, or give a TLS configuration";
