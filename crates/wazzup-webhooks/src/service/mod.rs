//! The endpoint as a tower service.

mod builder;
mod future;
mod receiver;

use std::{
    convert::Infallible,
    fmt,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use wazzup_dispatch::Router;
use wazzup_endpoint::{Endpoint, EndpointService};
use wazzup_types::webhook::{NotJson, parse};

use self::receiver::Receiver;
pub use self::{
    builder::{BuildError, Webhooks, WebhooksBuilder},
    future::ResponseFuture,
};
use crate::{DeliveryReport, Secrets};

/// Answers Wazzup's webhooks. From [`WebhooksBuilder::build`].
///
/// Cheap to clone; clones are the same endpoint. It is a [`Service`] of `http::Request<B>` for any
/// body `B`, is always ready and never fails, so it fits behind any server. Handlers run to their
/// end even if the caller drops the future, as servers do when a client hangs up; that needs a
/// tokio runtime.
///
/// ```
/// # use wazzup_webhooks::{Webhooks, dispatch::Router};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = Webhooks::builder(Router::new()).bearer("the crm key").build()?;
/// let app: axum::Router = axum::Router::new().route_service("/webhooks", service);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebhookService(EndpointService<Receiver>);

impl WebhookService {
    /// The router behind it: handlers can be added and removed, and waits started, at any time.
    pub fn router(&self) -> &Router {
        &self.receiver().lanes.router
    }

    /// The live secrets, to be swapped at run time.
    pub fn secrets(&self) -> &Secrets {
        &self.receiver().handle
    }

    /// Gives the events of a body to the handlers, as if it had come by HTTP with a live secret, and
    /// reports what became of them. For tests, and for bodies that come by another way.
    ///
    /// Dropping the future drops the handlers.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if it is none. Nothing else is an error.
    pub async fn dispatch(&self, body: impl AsRef<[u8]>) -> Result<DeliveryReport, NotJson> {
        let webhook = parse(body)?;
        Ok(self.receiver().lanes.deliver(webhook).await)
    }

    /// How many deliveries are being handled, those included whose caller has gone or has its
    /// answer already.
    pub fn in_progress(&self) -> usize {
        self.receiver().work().in_progress()
    }

    /// Waits until no delivery is being handled: at the end of a program, after the server has
    /// stopped, for those that had their answer first or whose caller hung up.
    pub async fn drained(&self) {
        self.receiver().work().drained().await;
    }

    /// Drops the handlers of deliveries whose caller has gone or has its answer already, and from now on
    /// those of each whose caller goes: the hard end, when [`drained`](Self::drained) takes too long.
    pub fn abandon(&self) {
        self.receiver().work().abandon();
    }

    fn receiver(&self) -> &Receiver {
        self.0.endpoint()
    }
}

impl<B: Body> Service<Request<B>> for WebhookService {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = ResponseFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<B> {
        ResponseFuture {
            inner: self.0.respond(request),
        }
    }
}

impl fmt::Debug for WebhookService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService")
            .field("router", self.router())
            .field("secrets", &self.receiver().secrets)
            .finish_non_exhaustive()
    }
}
