//! Any method, address, headers and body sent to the webhook endpoint: it always answers, and says
//! 200 only to who knows the secret, or to the bare probe.

#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::Full;
use libfuzzer_sys::fuzz_target;
use tokio::runtime::{Builder, Runtime};
use tower_service::Service as _;
use wazzup_webhooks::{WebhookService, Webhooks, dispatch::Router};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
});

static SERVICE: LazyLock<WebhookService> = LazyLock::new(|| {
    let endpoint = Webhooks::builder(Router::new())
        .bearer("bearer")
        .query_secret("token", "query");
    endpoint.build().expect("an endpoint")
});

fuzz_target!(|input: (u8, &[u8], Vec<(&[u8], &[u8])>, &[u8])| {
    let (method, uri, headers, body) = input;
    let mut request = Request::new(Full::new(Bytes::copy_from_slice(body)));
    *request.method_mut() = if method < 200 {
        Method::POST
    } else {
        Method::GET
    };
    let Ok(uri) = Uri::try_from(uri) else { return };
    *request.uri_mut() = uri;
    for (name, value) in headers {
        let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value))
        else {
            return;
        };
        request.headers_mut().append(name, value);
    }
    let bears = request
        .headers()
        .get_all("authorization")
        .iter()
        .any(|value| {
            let value = value.as_bytes();
            value.len() > 7 && value[7..].trim_ascii() == b"bearer"
        });
    let knows = bears
        || request
            .uri()
            .query()
            .is_some_and(|query| query.contains('='));

    let mut service = SERVICE.clone();
    let response = RUNTIME
        .block_on(service.call(request))
        .expect("it never fails");

    let status = response.status();
    assert!(
        !status.is_informational() && !status.is_redirection(),
        "{status}"
    );
    if status == StatusCode::OK && !knows {
        let probe: serde_json::Value = serde_json::from_slice(body).expect("the probe");
        assert_eq!(probe, serde_json::json!({"test": true}));
    }
});
