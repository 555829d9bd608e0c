use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header::AUTHORIZATION};
use http_body_util::{BodyExt, Full};
use tower::ServiceExt;
use wazzup_webhooks::{WebhookService, Webhooks, WebhooksBuilder, dispatch::Router};

pub(crate) const SECRET: &str = "crm-key";

pub(crate) fn endpoint(router: Router) -> WebhooksBuilder {
    Webhooks::builder(router).bearer(SECRET)
}

/// A `POST` with the right bearer.
pub(crate) fn authentic(body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    Request::builder()
        .method(Method::POST)
        .uri("/")
        .header(AUTHORIZATION, format!("Bearer {SECRET}"))
        .body(Full::new(body.into()))
        .unwrap()
}

pub(crate) async fn send(
    service: &WebhookService,
    request: Request<Full<Bytes>>,
) -> (StatusCode, String) {
    read(service.clone().oneshot(request).await.unwrap()).await
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

/// Writes down what handlers see.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn push(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = self.0.lock().unwrap().clone();
        lines.sort();
        lines
    }
}
