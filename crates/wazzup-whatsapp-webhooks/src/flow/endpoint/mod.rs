//! The endpoint as plain functions and as a tower service.

mod builder;
mod future;
mod receiver;

use std::{
    convert::Infallible,
    fmt,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use wazzup_dispatch::Router;
use wazzup_endpoint::{Endpoint, EndpointService};

use self::receiver::Receiver;
pub use self::{
    builder::{FlowBuildError, FlowEndpointBuilder},
    future::FlowResponseFuture,
};
use super::{FlowAnswer, FlowHandlers};
use crate::signature::{AppSecrets, Signature};

/// The endpoint of a flow: what its `endpoint_uri` leads to.
///
/// Cheap to clone; clones are the same endpoint. It is a [`Service`] of `http::Request<B>` for any
/// body `B`, is always ready and never fails, so it fits behind any server. A handler runs to its
/// end, or to the [deadline](FlowEndpointBuilder::deadline), even if the caller drops the future,
/// as servers do when a client hangs up; that needs a tokio runtime. [`handle`](Self::handle) is
/// the same without a server.
///
/// ```no_run
/// # use wazzup_whatsapp_webhooks::flow::{FlowEndpoint, FlowHandlers, FlowKey};
/// # fn example(pem: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let handlers = FlowHandlers::new(); // .on_init(open).on_data_exchange("SLOTS", book)
/// let endpoint = FlowEndpoint::builder(handlers)
///     .key(FlowKey::from_pem(pem)?)
///     .app_secret("the app secret")
///     .build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct FlowEndpoint(EndpointService<Receiver>);

impl FlowEndpoint {
    /// An endpoint whose requests these handlers answer: [`FlowHandlers`], or a
    /// [`Router`] with handlers registered by [`Router::answer`].
    #[doc(alias = "get_flow_request_handler")]
    pub fn builder(handlers: impl Into<FlowHandlers>) -> FlowEndpointBuilder {
        FlowEndpointBuilder::new(handlers.into())
    }

    /// Answers a request, given its headers and its body as they came: checks who sent it, decrypts
    /// it, has it answered and encrypts that.
    ///
    /// Dropping the future drops the handler.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime that keeps time.
    pub async fn handle(&self, headers: &HeaderMap, body: impl AsRef<[u8]>) -> FlowAnswer {
        self.handle_values(headers.get_all(crate::signature::SIGNATURE_HEADER), body)
            .await
    }

    /// The same, given all values of the header `X-Hub-Signature-256`, for those who have other
    /// headers than `http`'s.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime that keeps time.
    pub async fn handle_values<V: AsRef<[u8]>>(
        &self,
        signatures: impl IntoIterator<Item = V>,
        body: impl AsRef<[u8]>,
    ) -> FlowAnswer {
        let signature = Signature::from_values(signatures);
        let body = body.as_ref();
        let receiver = self.receiver();
        let answer = match receiver.authentic(signature, body) {
            Ok(()) => receiver.answer(body).await,
            Err(verdict) => FlowAnswer::not_authentic(verdict),
        };
        receiver.tell(&answer);
        answer
    }

    /// The router behind it: handlers can be added and removed at any time.
    #[must_use]
    pub fn router(&self) -> &Router {
        &self.receiver().router
    }

    /// The live app secrets, to be swapped at run time.
    #[must_use]
    pub fn secrets(&self) -> &AppSecrets {
        &self.receiver().handle
    }

    /// How many requests are being handled by the service, those included whose caller has gone.
    #[must_use]
    pub fn in_progress(&self) -> usize {
        self.receiver().work().in_progress()
    }

    /// Waits until the service handles no request: at the end of a program, after the server has
    /// stopped, for those whose caller hung up.
    pub async fn drained(&self) {
        self.receiver().work().drained().await;
    }

    /// Drops requests whose caller hung up, and from now on those of each whose caller does.
    pub fn abandon(&self) {
        self.receiver().work().abandon();
    }

    fn receiver(&self) -> &Receiver {
        self.0.endpoint()
    }
}

impl<B: Body> Service<Request<B>> for FlowEndpoint {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = FlowResponseFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> FlowResponseFuture<B> {
        FlowResponseFuture {
            inner: self.0.respond(request),
        }
    }
}

impl fmt::Debug for FlowEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FlowEndpoint")
            .field("router", self.router())
            .field("secrets", &self.receiver().secrets)
            .finish_non_exhaustive()
    }
}
