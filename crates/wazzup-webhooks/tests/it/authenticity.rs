use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Request, StatusCode, header::AUTHORIZATION};
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use tower::ServiceExt;
use wazzup_webhooks::{
    BuildError, InvalidSecret, MessageReceived, ProbeReceived, Secrets, Webhooks, dispatch::Router,
    testing::Delivery,
};

use crate::support::{Log, endpoint, read, send};

fn hello() -> Delivery {
    Delivery::new().incoming("c-1", "whatsapp", "79990000000", "hello")
}

fn logging(log: &Log) -> Router {
    let (messages, probes) = (log.clone(), log.clone());
    Router::new()
        .on(move |_: MessageReceived| {
            let log = messages.clone();
            async move { log.push("message") }
        })
        .on(move |_: ProbeReceived| {
            let log = probes.clone();
            async move { log.push("probe") }
        })
}

#[tokio::test]
async fn without_the_right_bearer_no_handler_runs() {
    let log = Log::default();
    let service = endpoint(logging(&log)).build().unwrap();
    for delivery in [hello(), hello().bearer("other"), hello().bearer("crm-ke")] {
        let (status, body) = send(&service, delivery.request("/")).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (401, r#"{"error":"unauthorized"}"#)
        );
    }
    assert!(log.lines().is_empty());
    let (status, body) = send(&service, hello().bearer("crm-key").request("/")).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (200, r#"{"status":"ok"}"#)
    );
    assert_eq!(log.lines(), ["message"]);
}

#[tokio::test]
async fn a_401_says_how_to_authenticate() {
    let service = endpoint(Router::new()).build().unwrap();
    let response = service.oneshot(hello().request("/")).await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
}

/// A body that must not be read.
struct Untouchable;

impl Body for Untouchable {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("read before the sender is known");
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(1000)
    }
}

#[tokio::test]
async fn the_body_is_not_even_read_before_the_sender_is_known() {
    let service = endpoint(Router::new()).build().unwrap();
    for bearer in [None, Some("Bearer wrong")] {
        let mut request = Request::builder().method(Method::POST).uri("/");
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, bearer);
        }
        let response = service
            .clone()
            .oneshot(request.body(Untouchable).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test]
async fn several_secrets_live_at_once_and_can_be_swapped_at_run_time() {
    let service = Webhooks::builder(Router::new())
        .bearer("new")
        .also_bearer("old")
        .query_secret("token", "in-the-address")
        .build()
        .unwrap();
    let status = async |delivery: Delivery, uri: &str| {
        send(&service, delivery.request(uri)).await.0.as_u16()
    };
    assert_eq!(status(hello().bearer("new"), "/").await, 200);
    assert_eq!(status(hello().bearer("old"), "/").await, 200);
    assert_eq!(status(hello(), "/hooks?token=in-the-address").await, 200);
    assert_eq!(status(hello(), "/hooks?token=other").await, 401);

    service.secrets().rotate_bearer("newer").unwrap();
    assert_eq!(status(hello().bearer("newer"), "/").await, 200);
    assert_eq!(status(hello().bearer("new"), "/").await, 200);
    assert_eq!(status(hello().bearer("old"), "/").await, 401);
    service
        .secrets()
        .set_query_secrets::<String, String>([])
        .unwrap();
    assert_eq!(status(hello(), "/hooks?token=in-the-address").await, 401);
}

#[tokio::test]
async fn secrets_kept_elsewhere_are_used_together_with_those_of_the_builder() {
    let secrets = Secrets::new();
    secrets.set_bearers(["kept"]).unwrap();
    let service = Webhooks::builder(Router::new())
        .bearer("own")
        .secrets(secrets.clone())
        .build()
        .unwrap();
    for bearer in ["kept", "own"] {
        assert_eq!(
            send(&service, hello().bearer(bearer).request("/")).await.0,
            200
        );
    }
    secrets.set_bearers(["next"]).unwrap();
    assert_eq!(
        send(&service, hello().bearer("kept").request("/")).await.0,
        401
    );
}

#[test]
fn an_endpoint_that_checks_nothing_must_say_so_by_name() {
    let builder = || Webhooks::builder(Router::new());
    assert_eq!(
        builder().build().unwrap_err(),
        BuildError::NoAuthenticityCheck
    );
    let empty = BuildError::Secret(InvalidSecret::Empty);
    assert_eq!(builder().bearer("").build().unwrap_err(), empty);
    assert_eq!(
        builder()
            .bearer("fine")
            .query_secret("token", "")
            .build()
            .unwrap_err(),
        empty
    );
    assert!(builder().without_authenticity_check().build().is_ok());
}

#[tokio::test]
async fn without_a_check_every_sender_passes() {
    let service = Webhooks::builder(Router::new())
        .without_authenticity_check()
        .build()
        .unwrap();
    assert_eq!(send(&service, hello().request("/")).await.0, 200);
}

#[tokio::test]
async fn the_probe_is_answered_without_a_secret_and_no_handler_sees_it() {
    let log = Log::default();
    let service = endpoint(logging(&log)).build().unwrap();
    for probe in [r#"{"test":true}"#, " {\n\"test\" : true } "] {
        let mut request = Delivery::probe().request("/");
        *request.body_mut() = Full::from(probe);
        let (status, body) = send(&service, request).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (200, r#"{"status":"ok"}"#),
            "{probe}"
        );
    }
    assert!(log.lines().is_empty());

    assert_eq!(
        send(&service, Delivery::probe().bearer("crm-key").request("/"))
            .await
            .0,
        200
    );
    assert_eq!(log.lines(), ["probe"]);
}

#[tokio::test]
async fn nothing_but_the_very_probe_passes_without_a_secret() {
    let log = Log::default();
    let service = endpoint(logging(&log)).build().unwrap();
    let long = format!(r#"{{"test":true{}}}"#, " ".repeat(100));
    for body in [
        r#"{"test":false}"#,
        r#"{"test":true,"x":1}"#,
        r#"{"test":"true"}"#,
        r#"{"test":1}"#,
        r#"{"messages":[]}"#,
        "{}",
        "",
        "[]",
        "[true]",
        long.as_str(),
    ] {
        let mut request = Delivery::new().request("/");
        *request.body_mut() = Full::from(body.to_owned());
        assert_eq!(send(&service, request).await.0, 401, "{body}");
    }
    // A wrong secret is no missing one.
    assert_eq!(
        send(&service, Delivery::probe().bearer("wrong").request("/"))
            .await
            .0,
        401
    );
    assert!(log.lines().is_empty());
}

#[tokio::test]
async fn the_probe_can_be_made_to_need_a_secret() {
    let service = endpoint(Router::new())
        .require_authentic_probe()
        .build()
        .unwrap();
    assert_eq!(send(&service, Delivery::probe().request("/")).await.0, 401);
    assert_eq!(
        send(&service, Delivery::probe().bearer("crm-key").request("/"))
            .await
            .0,
        200
    );
}

#[tokio::test]
async fn an_unauthenticated_body_of_unknown_length_is_read_no_further_than_a_probe() {
    use futures_util::stream;
    use http_body_util::StreamBody;
    let service = endpoint(Router::new()).build().unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    let frames = stream::iter(0..1000).map(move |n| {
        tell.send(n).unwrap();
        Ok::<_, Infallible>(Frame::data(Bytes::from_static(&[b' '; 16])))
    });
    use futures_util::StreamExt;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/")
        .body(StreamBody::new(frames))
        .unwrap();
    let (status, _) = read(service.oneshot(request).await.unwrap()).await;
    assert_eq!(status, 401);
    assert_eq!(told.iter().count(), 5);
}
