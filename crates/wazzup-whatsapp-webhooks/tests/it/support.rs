use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    WebhookService, WebhooksBuilder, WhatsAppWebhooks,
    dispatch::{Event, Router},
    envelope, parse,
    testing::{self, Delivery},
};

pub(crate) const SECRET: &str = "app-secret";
pub(crate) const USER: &str = "15550104477";

pub(crate) fn endpoint(router: Router) -> WebhooksBuilder {
    WhatsAppWebhooks::builder(router)
        .app_secret(SECRET)
        .verify_token("verify-token")
}

/// A `POST` with the right signature.
pub(crate) fn signed(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    testing::request(body, Some(SECRET), "/")
}

pub(crate) async fn send(service: &WebhookService, request: Request<Full<Bytes>>) -> (u16, String) {
    let (status, body) = read(service.clone().oneshot(request).await.unwrap()).await;
    (status.as_u16(), body)
}

pub(crate) async fn status(service: &WebhookService, request: Request<Full<Bytes>>) -> u16 {
    send(service, request).await.0
}

pub(crate) async fn read<B>(response: Response<B>) -> (StatusCode, String)
where
    B: http_body::Body,
    B::Error: std::fmt::Debug,
{
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// Writes down what handlers see, in that order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn push(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn sorted(&self) -> Vec<String> {
        let mut lines = self.lines();
        lines.sort();
        lines
    }
}

/// A handler that writes a line of its event.
macro_rules! log_with {
    ($log:expr, |$event:ident: $type:ty| $line:expr) => {{
        let log = $log.clone();
        move |$event: $type| {
            let log = log.clone();
            async move { log.push($line) }
        }
    }};
}

pub(crate) use log_with;

/// The only event of a delivery.
pub(crate) fn only<E: Event>(delivery: Delivery) -> E {
    let mut events = parse(delivery.body()).unwrap().events;
    assert_eq!(events.len(), 1, "{events:?}");
    let envelope = envelope(events.remove(0));
    let event = envelope.get::<E>();
    event.unwrap_or_else(|| panic!("{envelope:?}")).clone()
}
