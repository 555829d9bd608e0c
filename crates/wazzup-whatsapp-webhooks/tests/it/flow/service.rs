//! The endpoint behind a server.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http::{Method, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Full, StreamBody};
use proptest::prelude::*;
use serde_json::json;
use tokio::sync::Notify;
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    flow::{FlowEndpoint, FlowHandlers, FlowRequest},
    signature::{SIGNATURE_HEADER, sign},
};

use super::support::{SECRET, builder, endpoint, request, sent};

fn shows() -> FlowHandlers {
    FlowHandlers::new()
        .on_init(async |request: FlowRequest| request.next("START".parse()?, &json!({})))
}

async fn read(response: Response<Full<Bytes>>) -> (StatusCode, Bytes) {
    let status = response.status();
    (
        status,
        response.into_body().collect().await.unwrap().to_bytes(),
    )
}

async fn send(endpoint: &FlowEndpoint, request: Request<Full<Bytes>>) -> (StatusCode, Bytes) {
    read(endpoint.clone().oneshot(request).await.unwrap()).await
}

#[tokio::test]
async fn a_request_is_answered_in_plain_text() {
    let sent = sent(&request("INIT", "", json!({})));
    let response = endpoint(shows())
        .oneshot(sent.request("/flow"))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    let (_, body) = read(response).await;
    assert!(!body.starts_with(b"\""));
    assert_eq!(sent.open(&body).unwrap()["screen"], "START");
}

#[tokio::test]
async fn a_body_in_pieces_is_put_together() {
    let sent = sent(&request("INIT", "", json!({})));
    let (head, _) = sent.request("/flow").into_parts();
    let pieces: Vec<_> = sent
        .body()
        .as_bytes()
        .chunks(7)
        .map(Bytes::copy_from_slice)
        .collect();
    let frames = pieces
        .into_iter()
        .map(|piece| Ok::<_, std::io::Error>(Frame::data(piece)));
    let request = Request::from_parts(head, StreamBody::new(stream::iter(frames)));
    let (status, body) = read(endpoint(shows()).oneshot(request).await.unwrap()).await;
    assert_eq!(status, 200);
    assert!(sent.open(&body).is_ok());
}

#[tokio::test]
async fn other_methods_are_405_and_unsigned_bodies_are_not_read() {
    let endpoint = endpoint(shows());
    let mut request = sent(&request("INIT", "", json!({}))).request("/flow");
    *request.method_mut() = Method::GET;
    assert_eq!(send(&endpoint, request).await.0, 405);

    // A body that never comes: an answer without it shows that nobody waits for it.
    let never = StreamBody::new(stream::pending::<Result<Frame<Bytes>, std::io::Error>>());
    let unsigned = Request::post("/flow").body(never).unwrap();
    let (status, body) = read(endpoint.clone().oneshot(unsigned).await.unwrap()).await;
    assert_eq!((status.as_u16(), body.len()), (432, 0));

    let wrong = Request::post("/flow")
        .header(SIGNATURE_HEADER, sign("{}", SECRET))
        .body(Full::from("{ }"))
        .unwrap();
    let (status, body) = send(&endpoint, wrong).await;
    assert_eq!((status.as_u16(), body.len()), (432, 0));
}

#[tokio::test]
async fn a_body_over_the_limit_is_413() {
    let limited = builder(shows()).body_limit(10).build().unwrap();
    let signed = |body: &str| {
        let request = Request::post("/flow").header(SIGNATURE_HEADER, sign(body, SECRET));
        request.body(Full::from(body.to_owned())).unwrap()
    };
    assert_eq!(send(&limited, signed("0123456789a")).await.0, 413);
    assert_eq!(send(&limited, signed("0123456789")).await.0, 421);
    let usual = endpoint(shows());
    assert_eq!(
        send(&usual, signed(&"x".repeat(3 * 1024 * 1024 + 1)))
            .await
            .0,
        413
    );
    assert_eq!(
        send(&usual, signed(&"x".repeat(3 * 1024 * 1024))).await.0,
        421
    );
}

#[tokio::test]
async fn a_handler_ends_though_the_caller_hangs_up() {
    let (go, done) = (Arc::new(Notify::new()), Arc::new(Mutex::new(false)));
    let handlers = FlowHandlers::new().on_init({
        let (go, done) = (go.clone(), done.clone());
        move |request: FlowRequest| {
            let (go, done) = (go.clone(), done.clone());
            async move {
                go.notified().await;
                *done.lock().unwrap() = true;
                request.acknowledge()
            }
        }
    });
    let endpoint = endpoint(handlers);
    {
        let sent = sent(&request("INIT", "", json!({})));
        let mut call = pin!(endpoint.clone().oneshot(sent.request("/flow")));
        assert!(call.as_mut().now_or_never().is_none());
        assert_eq!(endpoint.in_progress(), 1);
    }
    go.notify_one();
    endpoint.drained().await;
    assert!(*done.lock().unwrap());
    assert_eq!(endpoint.in_progress(), 0);
}

proptest! {
    #[test]
    fn any_signed_bytes_are_answered(body: Vec<u8>) {
        let endpoint = endpoint(shows());
        let request = Request::post("/flow")
            .header(SIGNATURE_HEADER, sign(&body, SECRET))
            .body(Full::<Bytes>::from(body))
            .unwrap();
        let response = endpoint.oneshot(request).now_or_never().expect("answers at once").unwrap();
        prop_assert_eq!(response.status().as_u16(), 421);
    }

    #[test]
    fn any_decrypted_bytes_are_answered(plaintext: Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let sent = super::support::whatsapp().ask_with(plaintext);
        let endpoint = endpoint(shows());
        let answer = runtime.block_on(endpoint.handle(&sent.headers(), sent.body()));
        prop_assert_eq!(answer.status.as_u16(), 500);
    }
}
