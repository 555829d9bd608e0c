use std::{convert::Infallible, io, sync::Arc};

use bytes::Bytes;
use futures_util::stream;
use http::{Method, header::CONTENT_TYPE};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    Message, MessageStatus, Policy, WhatsAppWebhooks, dispatch::Router, testing::Delivery,
};

use crate::support::{Log, SECRET, USER, endpoint, read, send, signed, status};

#[tokio::test]
async fn other_methods_are_405_and_name_the_allowed_ones() {
    let service = endpoint(Router::new()).build().unwrap();
    for method in [
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
        Method::PATCH,
    ] {
        let mut request = signed("{}");
        *request.method_mut() = method;
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["allow"], "GET, POST");
        let (status, body) = read(response).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (405, r#"{"error":"method not allowed"}"#)
        );
    }
}

#[tokio::test]
async fn what_is_no_json_is_400() {
    let service = endpoint(Router::new()).build().unwrap();
    for body in ["", "{", "nonsense", "{\"entry\":[", "{} {}"] {
        let answer = send(&service, signed(body)).await;
        assert_eq!(
            answer,
            (400, r#"{"error":"not json"}"#.to_owned()),
            "{body}"
        );
    }
}

#[tokio::test]
async fn json_that_is_no_delivery_is_200_whatever_it_says_to_be() {
    let service = endpoint(Router::new()).build().unwrap();
    for body in [
        "{}",
        "[]",
        "null",
        "\"text\"",
        "17",
        r#"{"object":"page","entry":[{"id":"1","changes":[{"field":"feed","value":{}}]}]}"#,
        r#"{"entry":[{"changes":[{"field":"messages","value":{"messages":[1,{},null]}}]}]}"#,
        r#"{"entry":17}"#,
    ] {
        let mut request = signed(body);
        request
            .headers_mut()
            .insert(CONTENT_TYPE, "text/plain".parse().unwrap());
        let answer = send(&service, request).await;
        assert_eq!(answer, (200, r#"{"status":"ok"}"#.to_owned()), "{body}");
    }
}

#[tokio::test]
async fn the_body_limit_is_above_what_meta_sends_and_settable() {
    let service = endpoint(Router::new()).build().unwrap();
    let of_size = |bytes: u64| {
        let filler = "x".repeat(usize::try_from(bytes).unwrap() - 8);
        signed(format!(r#"{{"a":"{filler}"}}"#))
    };
    assert_eq!(status(&service, of_size(3_000_000)).await, 200);
    assert_eq!(
        status(&service, of_size(WhatsAppWebhooks::BODY_LIMIT)).await,
        200
    );
    let (code, body) = send(&service, of_size(WhatsAppWebhooks::BODY_LIMIT + 1)).await;
    assert_eq!(
        (code, body.as_str()),
        (413, r#"{"error":"body too large"}"#)
    );

    let service = endpoint(Router::new()).body_limit(20).build().unwrap();
    assert_eq!(status(&service, of_size(20)).await, 200);
    let frames = ["{\"a\":\"01234", "56789", "abc\"}"]
        .map(|part| Ok::<_, Infallible>(Frame::data(Bytes::from_static(part.as_bytes()))));
    let request = signed("").map(|_| StreamBody::new(stream::iter(frames)));
    assert_eq!(service.oneshot(request).await.unwrap().status(), 413);
}

#[tokio::test]
async fn a_body_in_many_pieces_is_put_together_and_its_signature_holds() {
    let log = Log::default();
    let service = endpoint(router(&log)).build().unwrap();
    let whole = Delivery::new()
        .text(USER, "hello")
        .signed(SECRET)
        .request("/");
    let text = Delivery::new().text(USER, "hello").body();
    let frames: Vec<_> = text
        .into_bytes()
        .chunks(7)
        .map(|part| Ok::<_, Infallible>(Frame::data(Bytes::copy_from_slice(part))))
        .collect();
    let request = whole.map(|_| StreamBody::new(stream::iter(frames)));
    assert_eq!(service.oneshot(request).await.unwrap().status(), 200);
    assert_eq!(log.lines(), ["message hello"]);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_400_and_nothing_runs() {
    let log = Log::default();
    let service = endpoint(router(&log)).build().unwrap();
    let frames = [
        Ok(Frame::data(Bytes::from_static(b"{}"))),
        Err(io::Error::other("secret detail")),
    ];
    let request = signed("{}").map(|_| StreamBody::new(stream::iter(frames)));
    let (status, body) = read(service.oneshot(request).await.unwrap()).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (400, r#"{"error":"body not received"}"#)
    );
    assert!(log.lines().is_empty());
}

fn router(log: &Log) -> Router {
    let (messages, statuses) = (log.clone(), log.clone());
    Router::new()
        .on(move |message: Message| {
            let log = messages.clone();
            async move {
                let text = message.text_or_caption().unwrap_or_default().to_owned();
                log.push(format!("message {text}"));
                match text.as_str() {
                    "fail" => Err(io::Error::other("secret detail")),
                    "panic" => panic!("secret detail"),
                    _ => Ok(()),
                }
            }
        })
        .on(move |status: MessageStatus| {
            let log = statuses.clone();
            async move { log.push(format!("status {}", status.id)) }
        })
}

fn delivery(text: &str) -> Delivery {
    Delivery::new()
        .text(USER, text)
        .status("wamid.0", "read")
        .signed(SECRET)
}

#[tokio::test]
async fn a_failing_or_panicking_handler_makes_a_500_after_all_others_have_run() {
    for text in ["fail", "panic"] {
        let log = Log::default();
        let service = endpoint(router(&log)).build().unwrap();
        let answer = send(&service, delivery(text).request("/")).await;
        assert_eq!(answer, (500, r#"{"error":"handler failed"}"#.to_owned()));
        assert_eq!(
            log.sorted(),
            [format!("message {text}"), "status wamid.0".into()]
        );
    }
}

#[tokio::test]
async fn a_laxer_policy_answers_200_whatever_the_handlers_did() {
    for policy in [Policy::AfterHandlers, Policy::AnswerFirst] {
        let log = Log::default();
        let service = endpoint(router(&log)).policy(policy).build().unwrap();
        let answer = send(&service, delivery("fail").request("/")).await;
        assert_eq!(answer, (200, r#"{"status":"ok"}"#.to_owned()));
        service.drained().await;
        assert_eq!(log.sorted(), ["message fail", "status wamid.0"]);
    }
}

#[tokio::test]
async fn answering_first_does_not_wait_for_the_handlers() {
    let gate = Arc::new(Semaphore::new(0));
    let slow = {
        let gate = Arc::clone(&gate);
        move |_: Message| {
            let gate = Arc::clone(&gate);
            async move { gate.acquire().await.unwrap().forget() }
        }
    };
    let builder = endpoint(Router::new().on(slow)).policy(Policy::AnswerFirst);
    let service = builder.build().unwrap();
    assert_eq!(status(&service, delivery("x").request("/")).await, 200);
    assert_eq!(service.in_progress(), 1);
    gate.add_permits(1);
    service.drained().await;
    assert_eq!(service.in_progress(), 0);
}

#[tokio::test]
async fn every_report_is_shown_to_the_hook() {
    let log = Log::default();
    let hook = log.clone();
    let service = endpoint(router(&Log::default()))
        .on_delivery(move |report| {
            let failures = report.events.failures().count();
            hook.push(format!(
                "{} {failures} {}",
                report.status(),
                report.malformed
            ));
        })
        .build()
        .unwrap();
    send(&service, delivery("fine").request("/")).await;
    send(&service, Delivery::new().text(USER, "x").request("/")).await;
    let odd = Delivery::new().message(USER, "no object".into());
    let odd = odd.message(
        USER,
        serde_json::json!({ "id": "wamid.9", "text": { "body": "fail" } }),
    );
    send(&service, odd.signed(SECRET).request("/")).await;
    assert_eq!(log.lines(), ["200 OK 0 0", "500 Internal Server Error 1 1"]);
}
