//! The endpoint as a tower service.

mod builder;
#[cfg_attr(not(feature = "flows"), path = "no_flows.rs")]
mod flows;
mod future;
mod receiver;

use std::{
    convert::Infallible,
    fmt,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use wazzup_dispatch::Router;
use wazzup_endpoint::{Endpoint, EndpointService};
use wazzup_whatsapp_types::webhook::{NotJson, parse};

pub use self::{
    builder::{BuildError, WebhooksBuilder, WhatsAppWebhooks},
    future::ResponseFuture,
};
use self::{flows::Flows, receiver::Receiver};
use crate::{DeliveryReport, VerifyTokens, signature::AppSecrets};

/// Answers Meta's webhooks. From [`WebhooksBuilder::build`].
///
/// Cheap to clone; clones are the same endpoint. It is a [`Service`] of `http::Request<B>` for any
/// body `B`, is always ready and never fails, so it fits behind any server. Handlers run to their
/// end even if the caller drops the future, as servers do when a client hangs up; that needs a
/// tokio runtime.
///
/// ```
/// # use wazzup_whatsapp_webhooks::{WhatsAppWebhooks, dispatch::Router};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let service = WhatsAppWebhooks::builder(Router::new())
///     .app_secret("the app secret")
///     .verify_token("the verify token")
///     .build()?;
/// let app: axum::Router = axum::Router::new().route_service("/webhooks", service);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct WebhookService {
    webhooks: EndpointService<Receiver>,
    flows: Flows,
}

impl WebhookService {
    /// The router behind it: handlers can be added and removed, and waits started, at any time.
    pub fn router(&self) -> &Router {
        &self.receiver().lane.router
    }

    /// The live app secrets, to be swapped at run time.
    pub fn app_secrets(&self) -> &AppSecrets {
        &self.receiver().secrets
    }

    /// The live verify tokens, to be swapped at run time.
    pub fn verify_tokens(&self) -> &VerifyTokens {
        &self.receiver().tokens
    }

    /// Gives the events of a body to the handlers, as if it had come by HTTP and signed, and
    /// reports what became of them. For tests, and for bodies that come by another way.
    ///
    /// Dropping the future drops the handlers.
    ///
    /// # Errors
    ///
    /// [`NotJson`] if it is none. Nothing else is an error.
    pub async fn dispatch(&self, body: impl AsRef<[u8]>) -> Result<DeliveryReport, NotJson> {
        let webhook = parse(body.as_ref())?;
        let lane = &self.receiver().lane;
        let raw = lane.raw(body.as_ref());
        Ok(lane.deliver(webhook, raw).await)
    }

    /// How many deliveries, and requests of flows, are being handled, those included whose caller
    /// has gone or has its answer already.
    pub fn in_progress(&self) -> usize {
        self.receiver().work().in_progress() + self.flows.in_progress()
    }

    /// Waits until none of these is being handled: at the end of a program, after the server has
    /// stopped, for those that had their answer first or whose caller hung up.
    pub async fn drained(&self) {
        self.receiver().work().drained().await;
        self.flows.drained().await;
    }

    /// Drops the handlers of deliveries whose caller has gone or has its answer already, and from now on
    /// those of each whose caller goes: the hard end, when [`drained`](Self::drained) takes too long.
    pub fn abandon(&self) {
        self.receiver().work().abandon();
        self.flows.abandon();
    }

    fn receiver(&self) -> &Receiver {
        self.webhooks.endpoint()
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
        if let Some(flow) = self.flows.at(request.uri().path()) {
            return ResponseFuture::flow(flow.respond(request));
        }
        let plain = request.method() == Method::GET;
        ResponseFuture::webhook(self.webhooks.respond(request), plain)
    }
}

impl fmt::Debug for WebhookService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService")
            .field("router", self.router())
            .field("app_secrets", self.app_secrets())
            .field("checks", &self.receiver().check)
            .field("verify_tokens", self.verify_tokens())
            .finish_non_exhaustive()
    }
}
