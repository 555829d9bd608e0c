use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use http_body::{Body, Frame, SizeHint};
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    BuildError, InvalidSecret, Message, Refused, VerifyTokens, WhatsAppWebhooks,
    dispatch::Router,
    signature::{AppSecrets, SIGNATURE_HEADER, sign},
    testing::{self, Delivery},
    webhook_update, webhook_update_values,
};

use crate::support::{Log, SECRET, USER, endpoint, log_with, read, send, signed, status};

fn hello() -> Delivery {
    Delivery::new().text(USER, "hello")
}

fn logging(log: &Log) -> Router {
    Router::new().on(log_with!(log, |_message: Message| "message"))
}

#[tokio::test]
async fn without_the_right_signature_no_handler_runs() {
    let log = Log::default();
    let service = endpoint(logging(&log)).build().unwrap();
    let answer = send(&service, hello().request("/")).await;
    assert_eq!(answer, (401, r#"{"error":"unauthorized"}"#.to_owned()));

    let body = hello().body();
    let mut altered = hello().signed(SECRET).request("/");
    *altered.body_mut() = body.replace("hello", "hullo").into();
    let mut twice = hello().signed(SECRET).request("/");
    let again = twice.headers()[SIGNATURE_HEADER].clone();
    twice.headers_mut().append(SIGNATURE_HEADER, again);
    let mut nonsense = hello().request("/");
    nonsense
        .headers_mut()
        .insert(SIGNATURE_HEADER, "sha256=00".parse().unwrap());
    for request in [
        hello().signed("other").request("/"),
        altered,
        twice,
        nonsense,
    ] {
        let answer = send(&service, request).await;
        assert_eq!(answer, (403, r#"{"error":"forbidden"}"#.to_owned()));
    }
    assert!(log.lines().is_empty());

    let answer = send(&service, hello().signed(SECRET).request("/")).await;
    assert_eq!(answer, (200, r#"{"status":"ok"}"#.to_owned()));
    assert_eq!(log.lines(), ["message"]);
}

#[tokio::test]
async fn nonsense_with_a_wrong_signature_is_403_and_not_400() {
    let service = endpoint(Router::new()).build().unwrap();
    let request = |secret| testing::request("nonsense", secret, "/");
    assert_eq!(status(&service, request(None)).await, 401);
    assert_eq!(status(&service, request(Some("other"))).await, 403);
    assert_eq!(status(&service, request(Some(SECRET))).await, 400);
}

#[tokio::test]
async fn escapes_and_other_alphabets_are_signed_as_they_come() {
    let service = endpoint(Router::new()).build().unwrap();
    for body in [
        r#"{"a":"\u00e4 \/ \ud83d\ude00"}"#,
        r#"{"a":"ä / 😀"}"#,
        "{ }\n",
    ] {
        assert_eq!(status(&service, signed(body)).await, 200, "{body}");
    }
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
        panic!("read before it is known to be signed");
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(1000)
    }
}

#[tokio::test]
async fn the_body_of_what_is_not_signed_is_not_even_read() {
    let service = endpoint(Router::new()).build().unwrap();
    for (header, expected) in [(None, 401), (Some("sha256=1"), 403)] {
        let mut request = Request::builder().method(Method::POST).uri("/");
        if let Some(header) = header {
            request = request.header(SIGNATURE_HEADER, header);
        }
        let request = request.body(Untouchable).unwrap();
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), expected);
    }
}

#[tokio::test]
async fn several_secrets_live_at_once_and_can_be_swapped_at_run_time() {
    let builder = WhatsAppWebhooks::builder(Router::new());
    let service = builder.app_secret("new").app_secret("old").build().unwrap();
    let status = async |secret: &str| status(&service, hello().signed(secret).request("/")).await;
    assert_eq!([status("new").await, status("old").await], [200, 200]);

    service.app_secrets().rotate("newer").unwrap();
    let all = [
        status("newer").await,
        status("new").await,
        status("old").await,
    ];
    assert_eq!(all, [200, 200, 403]);
}

#[tokio::test]
async fn secrets_kept_elsewhere_are_used_together_with_those_of_the_builder() {
    let secrets = AppSecrets::of("kept").unwrap();
    let builder = WhatsAppWebhooks::builder(Router::new()).app_secret("own");
    let service = builder.app_secrets(secrets.clone()).build().unwrap();
    for secret in ["kept", "own"] {
        let request = hello().signed(secret).request("/");
        assert_eq!(status(&service, request).await, 200);
    }
    secrets.set(["next"]).unwrap();
    assert_eq!(
        status(&service, hello().signed("kept").request("/")).await,
        403
    );
}

#[test]
fn an_endpoint_that_checks_nothing_must_say_so_by_name() {
    let builder = || WhatsAppWebhooks::builder(Router::new());
    assert_eq!(builder().build().unwrap_err(), BuildError::NoSignatureCheck);
    assert_eq!(
        builder().verify_token("token").build().unwrap_err(),
        BuildError::NoSignatureCheck
    );
    let empty = BuildError::Secret(InvalidSecret::Empty);
    assert_eq!(builder().app_secret("").build().unwrap_err(), empty);
    let builder_with_token = builder().app_secret("fine").verify_token(" ");
    assert_eq!(builder_with_token.build().unwrap_err(), empty);
    assert!(builder().without_signature_check().build().is_ok());
}

#[tokio::test]
async fn without_a_check_every_sender_passes() {
    let builder = WhatsAppWebhooks::builder(Router::new()).without_signature_check();
    let service = builder.build().unwrap();
    assert_eq!(status(&service, hello().request("/")).await, 200);
    assert_eq!(
        status(&service, hello().signed("any").request("/")).await,
        200
    );
}

#[tokio::test]
async fn the_handshake_needs_a_live_token_and_is_plain_text() {
    let service = endpoint(Router::new()).build().unwrap();
    let ask = async |token: &str| {
        let query = format!("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={token}");
        let request = Request::get(format!("/webhooks?{query}"));
        let request = request.body(http_body_util::Empty::<Bytes>::new()).unwrap();
        service.clone().oneshot(request).await.unwrap()
    };
    let response = ask("verify-token").await;
    assert_eq!(
        response.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(read(response).await.1, "1158201444");

    for wrong in ["other", "", "verify-token&hub.mode=subscribe"] {
        let response = ask(wrong).await;
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let (status, body) = read(response).await;
        assert_eq!((status.as_u16(), body.as_str()), (403, "Forbidden"));
    }

    service.verify_tokens().rotate("next").unwrap();
    assert_eq!(ask("next").await.status(), 200);
    assert_eq!(ask("verify-token").await.status(), 200);
}

#[tokio::test]
async fn without_a_token_every_handshake_is_403() {
    let builder = WhatsAppWebhooks::builder(Router::new()).app_secret(SECRET);
    let tokens = VerifyTokens::new();
    let service = builder.verify_tokens(tokens.clone()).build().unwrap();
    let ask = async || {
        let query = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=t";
        let request = Request::get(format!("/?{query}"));
        let request = request.body(http_body_util::Empty::<Bytes>::new()).unwrap();
        service.clone().oneshot(request).await.unwrap().status()
    };
    assert_eq!(ask().await, 403);
    tokens.add("t").unwrap();
    assert_eq!(ask().await, 200);
}

#[test]
fn the_plain_function_checks_and_parses_as_the_service_does() {
    let secrets = AppSecrets::of(SECRET).unwrap();
    let body = hello().body();
    let header = sign(&body, SECRET);
    let mut headers = HeaderMap::new();
    let refused = webhook_update(&headers, &body, &secrets).unwrap_err();
    assert!(matches!(refused, Refused::Unsigned));
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.into_response().status(), 401);

    headers.insert(SIGNATURE_HEADER, header.parse().unwrap());
    assert_eq!(
        webhook_update(&headers, &body, &secrets)
            .unwrap()
            .events
            .len(),
        1
    );
    let refused = webhook_update(&headers, "{}", &secrets).unwrap_err();
    assert_eq!(refused.status(), 403);

    let update = |header: Option<String>, body: &str| webhook_update_values(header, body, &secrets);
    assert_eq!(update(Some(header), &body).unwrap().events.len(), 1);
    assert_eq!(update(None, &body).unwrap_err().status(), 401);
    let no_json = update(Some(sign("{", SECRET)), "{").unwrap_err();
    assert_eq!(no_json.status(), 400);
}

#[test]
fn nothing_secret_is_shown() {
    let builder = endpoint(Router::new());
    let shown = format!("{builder:?} {:?}", endpoint(Router::new()).build().unwrap());
    assert!(
        !shown.contains(SECRET) && !shown.contains("verify-token"),
        "{shown}"
    );
    let delivery = format!("{:?}", Delivery::new().text(USER, "hello").signed(SECRET));
    assert_eq!(delivery, "Delivery { changes: 1, signed: true }");
}
