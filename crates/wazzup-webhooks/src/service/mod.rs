//! The endpoint as a tower service.

mod builder;
mod content_type;
mod detached;
mod future;
mod reply;

use std::{
    convert::Infallible,
    fmt,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;
use wazzup_dispatch::Router;
use wazzup_types::webhook::{NotJson, Webhook, parse};

pub use self::{
    builder::{BuildError, Policy, Webhooks, WebhooksBuilder},
    future::ResponseFuture,
};
use self::{content_type::is_clearly_not_json, detached::Work, reply::Reply};
use crate::{
    DeliveryReport, Secrets,
    deliver::{Lanes, has_question},
    secrets::Verdict,
};

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
pub struct WebhookService(Arc<Endpoint>);

struct Endpoint {
    lanes: Lanes,
    /// `None` only by [`WebhooksBuilder::without_authenticity_check`].
    secrets: Option<Secrets>,
    /// Kept even if nothing is checked, so that there is something to hand out.
    handle: Secrets,
    probe_without_secret: bool,
    body_limit: u64,
    work: Work,
}

/// A probe is these bytes, give or take white space.
const PROBE_LIMIT: u64 = 64;

impl WebhookService {
    /// The router behind it: handlers can be added and removed, and waits started, at any time.
    pub fn router(&self) -> &Router {
        &self.0.lanes.router
    }

    /// The live secrets, to be swapped at run time.
    pub fn secrets(&self) -> &Secrets {
        &self.0.handle
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
        Ok(self.0.lanes.deliver(webhook).await)
    }

    /// How many deliveries are being handled, those included whose caller has gone or has its
    /// answer already.
    pub fn in_progress(&self) -> usize {
        self.0.work.count()
    }

    /// Waits until no delivery is being handled: at the end of a program, after the server has
    /// stopped, for those that had their answer first or whose caller hung up.
    pub async fn drained(&self) {
        self.0.work.none().await;
    }

    /// What can be said of a request by its head: a final answer, or how to go on.
    fn admit<B: Body>(&self, head: &Request<B>) -> Result<Admitted, Reply> {
        let endpoint = &*self.0;
        let size = head.body().size_hint().lower();
        if head.method() != Method::POST {
            return Err(Reply::MethodNotAllowed);
        }
        let verdict = match &endpoint.secrets {
            None => Verdict::Authentic,
            Some(secrets) => secrets.check(head.headers(), head.uri()),
        };
        match verdict {
            Verdict::Authentic => {}
            Verdict::Nothing if endpoint.probe_without_secret && size <= PROBE_LIMIT => {
                return Ok(Admitted::Probe);
            }
            Verdict::Nothing | Verdict::Wrong => return Err(Reply::Unauthorized),
        }
        if is_clearly_not_json(head.headers()) {
            return Err(Reply::UnsupportedMediaType);
        }
        if size > endpoint.body_limit {
            return Err(Reply::TooLarge);
        }
        Ok(Admitted::Delivery)
    }

    /// What the complete body leads to.
    fn take(&self, admitted: Admitted, body: &[u8]) -> Taken {
        match admitted {
            Admitted::Probe if is_probe(body) => Taken::Answered(Reply::Fine),
            Admitted::Probe => Taken::Answered(Reply::Unauthorized),
            Admitted::Delivery => match parse(body) {
                Err(_) => Taken::Answered(Reply::NotJson),
                Ok(webhook) => self.handle(webhook),
            },
        }
    }

    fn handle(&self, webhook: Webhook) -> Taken {
        let answer_first = self.0.lanes.policy == Policy::AnswerFirst && !has_question(&webhook);
        let endpoint = Arc::clone(&self.0);
        let guard = self.0.work.begin();
        let running = async move {
            let _guard = guard;
            Reply::Report(endpoint.lanes.deliver(webhook).await)
        };
        let running = detached::Detached::new(Box::pin(running));
        if answer_first {
            // Dropping it lets it run on by itself.
            drop(running);
            return Taken::Answered(Reply::Fine);
        }
        Taken::Running(running)
    }
}

/// What a request may do.
#[derive(Clone, Copy, Debug)]
enum Admitted {
    Delivery,
    /// It came without any secret: it may be the probe and nothing else.
    Probe,
}

enum Taken {
    Answered(Reply),
    Running(detached::Detached<Reply>),
}

impl Admitted {
    fn limit(self, endpoint: &Endpoint) -> u64 {
        match self {
            Self::Delivery => endpoint.body_limit,
            Self::Probe => PROBE_LIMIT,
        }
    }
}

/// Whether it is exactly `{"test":true}`.
fn is_probe(body: &[u8]) -> bool {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Probe {
        test: bool,
    }
    serde_json::from_slice::<Probe>(body).is_ok_and(|probe| probe.test)
}

impl<B: Body> Service<Request<B>> for WebhookService {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = ResponseFuture<B>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> ResponseFuture<B> {
        match self.admit(&request) {
            Err(reply) => ResponseFuture::answered(reply),
            Ok(admitted) => {
                let limit = admitted.limit(&self.0);
                ResponseFuture::reading(self.clone(), admitted, request.into_body(), limit)
            }
        }
    }
}

impl fmt::Debug for WebhookService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookService")
            .field("router", &self.0.lanes.router)
            .field("secrets", &self.0.secrets)
            .finish_non_exhaustive()
    }
}
