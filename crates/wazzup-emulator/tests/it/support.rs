//! Calls into the emulator without a socket.

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use serde_json::Value;
use tower::ServiceExt as _;
use wazzup_emulator::{Builder, ConnectionCut, Emulator};

/// An emulator with its keys at hand.
pub(crate) struct Bed {
    pub(crate) emulator: Emulator,
    pub(crate) key: String,
    pub(crate) sidecar: String,
    pub(crate) partner: String,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    pub(crate) fn code(&self) -> (u16, String) {
        let code = if self.body.is_empty() {
            String::new()
        } else {
            self.json()["error"].as_str().unwrap_or_default().to_owned()
        };
        (self.status.as_u16(), code)
    }
}

impl Bed {
    pub(crate) async fn new() -> Self {
        Self::with(Emulator::builder().manual_clock()).await
    }

    pub(crate) async fn with(builder: Builder) -> Self {
        let emulator = builder.start().await.unwrap();
        let config = emulator.config();
        Self {
            emulator,
            key: config.api_key,
            sidecar: config.sidecar_key,
            partner: config.partner_key,
        }
    }

    pub(crate) fn channel(&self, transport: &str) -> String {
        self.emulator
            .config()
            .channel(transport)
            .unwrap()
            .to_owned()
    }

    /// `"POST /v3/users"` and the like, with the key of the account.
    pub(crate) async fn call(&self, route: &str, body: impl Into<Option<Value>>) -> Answer {
        self.call_as(&self.key, route, body).await
    }

    pub(crate) async fn call_as(
        &self,
        key: &str,
        route: &str,
        body: impl Into<Option<Value>>,
    ) -> Answer {
        self.service_call_as(key, route, body).await.unwrap()
    }

    /// A call that a fault or a reset may cut off.
    pub(crate) async fn service_call(
        &self,
        route: &str,
        body: impl Into<Option<Value>>,
    ) -> Result<Answer, ConnectionCut> {
        self.service_call_as(&self.key, route, body).await
    }

    async fn service_call_as(
        &self,
        key: &str,
        route: &str,
        body: impl Into<Option<Value>>,
    ) -> Result<Answer, ConnectionCut> {
        let (method, path) = route.split_once(' ').unwrap();
        let body = body.into().map(|body| body.to_string()).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {key}"))
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let response = self.emulator.service().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await?.to_bytes(),
        })
    }
}
