use std::{
    convert::Infallible,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use futures_util::stream;
use http::{Method, Request, StatusCode, header::CONTENT_TYPE};
use http_body::Frame;
use http_body_util::StreamBody;
use tower::ServiceExt;
use wazzup_webhooks::{
    MessageReceived, Policy, StatusChanged,
    dispatch::{Handler, Router},
    testing::Delivery,
};

use crate::support::{Log, SECRET, authentic, endpoint, read, send};

#[tokio::test]
async fn other_methods_are_405_with_the_allowed_one() {
    let service = endpoint(Router::new()).build().unwrap();
    for method in [
        Method::GET,
        Method::HEAD,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
    ] {
        let mut request = authentic("{}");
        *request.method_mut() = method;
        let response = service.clone().oneshot(request).await.unwrap();
        assert_eq!(response.headers()["allow"], "POST");
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
    for body in ["", "{", "nonsense", "{\"messages\":[", "{} {}"] {
        let (status, answer) = send(&service, authentic(body)).await;
        assert_eq!(
            (status.as_u16(), answer.as_str()),
            (400, r#"{"error":"not json"}"#),
            "{body}"
        );
    }
}

#[tokio::test]
async fn json_that_is_no_webhook_is_still_200() {
    let service = endpoint(Router::new()).build().unwrap();
    for body in [
        "{}",
        "[]",
        "null",
        "\"text\"",
        "17",
        r#"{"domain":"example.com"}"#,
    ] {
        assert_eq!(send(&service, authentic(body)).await.0, 200, "{body}");
    }
}

#[tokio::test]
async fn too_large_a_body_is_413_announced_or_not() {
    let service = endpoint(Router::new()).body_limit(20).build().unwrap();
    assert_eq!(
        send(&service, authentic(r#"{"a":"0123456789ab"}"#)).await.0,
        200
    );
    let (status, body) = send(&service, authentic(r#"{"a":"0123456789abc"}"#)).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (413, r#"{"error":"body too large"}"#)
    );

    let frames = ["{\"a\":\"01234", "56789", "abc\"}"]
        .map(|part| Ok::<_, Infallible>(Frame::data(Bytes::from_static(part.as_bytes()))));
    let request = authentic("").map(|_| StreamBody::new(stream::iter(frames)));
    assert_eq!(service.oneshot(request).await.unwrap().status(), 413);
}

#[tokio::test]
async fn a_body_in_many_pieces_is_put_together() {
    let log = Log::default();
    let service = endpoint(router(&log)).build().unwrap();
    let text = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "hello")
        .body();
    let frames: Vec<_> = text
        .into_bytes()
        .chunks(7)
        .map(|part| Ok::<_, Infallible>(Frame::data(Bytes::copy_from_slice(part))))
        .collect();
    let request = authentic("").map(|_| StreamBody::new(stream::iter(frames)));
    assert_eq!(service.oneshot(request).await.unwrap().status(), 200);
    assert_eq!(log.lines(), ["message hello"]);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_400_and_nothing_runs() {
    let log = Log::default();
    let service = endpoint(router(&log)).build().unwrap();
    let frames = [
        Ok(Frame::data(Bytes::from_static(
            b"{\"messages\":[{\"messageId\":\"m\"}]",
        ))),
        Err(io::Error::other("secret detail")),
    ];
    let request = authentic("").map(|_| StreamBody::new(stream::iter(frames)));
    let (status, body) = read(service.oneshot(request).await.unwrap()).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (400, r#"{"error":"body not received"}"#)
    );
    assert!(log.lines().is_empty());
}

#[tokio::test]
async fn wazzups_odd_content_type_passes_and_clearly_other_types_are_415() {
    let service = endpoint(Router::new()).build().unwrap();
    let with = |content_type: &'static str| {
        let mut request = authentic("{}");
        request
            .headers_mut()
            .insert(CONTENT_TYPE, content_type.parse().unwrap());
        request
    };
    for passes in [
        "application/json; charset-utf-8",
        "application/json",
        "text/json",
    ] {
        assert_eq!(send(&service, with(passes)).await.0, 200);
    }
    let (status, body) = send(&service, with("application/x-www-form-urlencoded")).await;
    assert_eq!(
        (status.as_u16(), body.as_str()),
        (415, r#"{"error":"not a json content type"}"#)
    );
}

fn router(log: &Log) -> Router {
    let (messages, statuses) = (log.clone(), log.clone());
    Router::new()
        .on(move |message: MessageReceived| {
            let log = messages.clone();
            async move {
                let text = message.text.clone().unwrap_or_default();
                log.push(format!("message {text}"));
                match text.as_str() {
                    "fail" => Err(io::Error::other("secret detail")),
                    "panic" => panic!("secret detail"),
                    _ => Ok(()),
                }
            }
        })
        .on(move |status: StatusChanged| {
            let log = statuses.clone();
            async move { log.push(format!("status {}", status.message_id)) }
        })
}

fn delivery(text: &str) -> Delivery {
    Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", text)
        .status("m-0", "read")
}

#[tokio::test]
async fn a_failing_or_panicking_handler_makes_a_500_after_all_others_have_run() {
    for text in ["fail", "panic"] {
        let log = Log::default();
        let service = endpoint(router(&log)).build().unwrap();
        let (status, body) = send(&service, delivery(text).bearer(SECRET).request("/")).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (500, r#"{"error":"handler failed"}"#)
        );
        assert_eq!(
            log.lines(),
            [format!("message {text}"), "status m-0".into()]
        );
    }
}

#[tokio::test]
async fn a_laxer_policy_answers_200_whatever_the_handlers_did() {
    for policy in [Policy::AfterHandlers, Policy::AnswerFirst] {
        let log = Log::default();
        let service = endpoint(router(&log)).policy(policy).build().unwrap();
        let (status, body) = send(&service, delivery("fail").bearer(SECRET).request("/")).await;
        assert_eq!(
            (status.as_u16(), body.as_str()),
            (200, r#"{"status":"ok"}"#)
        );
        service.drained().await;
        assert_eq!(log.lines(), ["message fail", "status m-0"]);
    }
}

#[tokio::test]
async fn answering_first_does_not_wait_for_the_handlers() {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let slow = {
        let gate = Arc::clone(&gate);
        move |_: MessageReceived| {
            let gate = Arc::clone(&gate);
            async move { gate.acquire().await.unwrap().forget() }
        }
    };
    let service = endpoint(Router::new().on(slow))
        .policy(Policy::AnswerFirst)
        .build()
        .unwrap();
    assert_eq!(
        send(&service, delivery("x").bearer(SECRET).request("/"))
            .await
            .0,
        200
    );
    assert_eq!(service.in_progress(), 1);
    gate.add_permits(1);
    service.drained().await;
    assert_eq!(service.in_progress(), 0);
}

#[tokio::test]
async fn repeated_deliveries_run_only_what_had_failed_if_asked_to() {
    let log = Log::default();
    let tries = Arc::new(AtomicUsize::new(0));
    let flaky = {
        let tries = Arc::clone(&tries);
        (move |_: StatusChanged| {
            let first = tries.fetch_add(1, Ordering::SeqCst) == 0;
            async move {
                if first {
                    Err(io::Error::other("not yet"))
                } else {
                    Ok(())
                }
            }
        })
        .named("flaky")
    };
    let service = endpoint(router(&log).on(flaky))
        .deduplicate(100)
        .build()
        .unwrap();
    let send = async || {
        send(&service, delivery("x").bearer(SECRET).request("/"))
            .await
            .0
    };
    assert_eq!(send().await, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(send().await, StatusCode::OK);
    assert_eq!(send().await, StatusCode::OK);
    assert_eq!(log.lines(), ["message x", "status m-0", "status m-0"]);
    assert_eq!(tries.load(Ordering::SeqCst), 2);

    let report = service.dispatch(delivery("x").body()).await.unwrap();
    assert_eq!((report.repeated, report.events.events().len()), (2, 0));
}

#[tokio::test]
async fn repeated_deliveries_run_again_unless_asked_not_to() {
    let log = Log::default();
    let service = endpoint(router(&log)).build().unwrap();
    for _ in 0..2 {
        assert_eq!(
            send(&service, delivery("x").bearer(SECRET).request("/"))
                .await
                .0,
            200
        );
    }
    assert_eq!(log.lines().len(), 4);
}

#[tokio::test]
async fn every_report_is_shown_to_the_hook() {
    let log = Log::default();
    let hook = log.clone();
    let service = endpoint(router(&Log::default()))
        .on_delivery(move |report| {
            let failures = report.events.failures().count();
            hook.push(format!("{} {failures}", report.status().as_u16()));
        })
        .build()
        .unwrap();
    send(&service, delivery("fine").bearer(SECRET).request("/")).await;
    send(&service, delivery("fail").bearer(SECRET).request("/")).await;
    assert_eq!(log.lines(), ["200 0", "500 1"]);
}

#[tokio::test]
async fn the_answer_is_json_and_says_so() {
    let service = endpoint(Router::new()).build().unwrap();
    let request = Request::builder()
        .body(http_body_util::Empty::<Bytes>::new())
        .unwrap();
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
}
