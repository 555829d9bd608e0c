use std::{sync::Arc, time::Duration};

use http::{Request, Response, StatusCode};
use tokio::time::Instant;
use tower_test::mock;

use super::*;
use crate::{
    Body, BoxError, Bucket, Call, CallOptions, Endpoint, Error, ErrorDetails, ErrorKind, Limit,
    Limits, Transport,
    rate_limit::LimitKey,
    retry::{Backoff, StandardPolicy},
};

const NUMBER: Bucket = Bucket::new("number");
const PAIR: Bucket = Bucket::new("pair");
const SEND: Endpoint = Endpoint::post("messages.send", "/messages").bucket(NUMBER);
const LIST: Endpoint = Endpoint::get("users.list", "/users").bucket(Bucket::new("users"));

/// A word for each thing that an answer can mean.
fn judge(answer: Answer<'_>) -> Verdict {
    match answer.body {
        b"NUMBER" => Verdict::throttled(NUMBER),
        b"PAIR" => Verdict::throttled(PAIR).retry_after(Duration::from_secs(16)),
        b"NOWHERE" => Verdict::throttled(Bucket::new("nowhere")),
        b"SPAM" => Verdict::throttled(NUMBER).repeat(false),
        b"BUSY" => Verdict::by_status().not_executed().repeat(true),
        b"TRANSIENT" => Verdict::by_status().repeat(true),
        b"FINAL" => Verdict::by_status().repeat(false),
        _ => Verdict::by_status(),
    }
}

type Mock = mock::Spawn<Judged<mock::Mock<Request<()>, Response<Body>>>>;

async fn verdict(status: u16, body: &'static str) -> Option<Verdict> {
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(JudgeLayer::new(judge));
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let answer = service.call(Request::new(()));
    let response = Response::builder().status(status).body(Body::from(body));
    let (_, send) = handle.next_request().await.unwrap();
    send.send_response(response.unwrap());
    answer.await.unwrap().extensions().get().copied()
}

#[tokio::test]
async fn only_refusals_are_judged() {
    assert_eq!(verdict(200, "NUMBER").await, None);
    assert_eq!(verdict(400, "NUMBER").await.unwrap().bucket(), Some(NUMBER));
    assert_eq!(verdict(400, "\u{0}").await, Some(Verdict::by_status()));
}

/// A transport whose service answers with these, in turn, and with `{}` and 200 when they are used
/// up; and when it was asked.
fn transport(answers: &'static [(u16, &'static str)]) -> (Transport, Times) {
    let times = Times::default();
    let seen = Arc::clone(&times);
    let second = Duration::from_secs(1);
    let limits = Limits::none()
        .with_separate(NUMBER, Limit::new(80, second))
        .with_separate(PAIR, Limit::paced(Duration::from_secs(6), 45));
    let backoff = Backoff::new(Duration::from_millis(1), Duration::from_millis(1));
    let transport = Transport::builder()
        .base(http::Uri::from_static("https://api.example.com"))
        .limits(limits)
        .retry(StandardPolicy::new().backoff(backoff))
        .judge(judge)
        .error_decoder(|_: StatusCode, body: &[u8]| {
            ErrorDetails::new().code(String::from_utf8_lossy(body))
        })
        .service(tower::service_fn(move |request: Request<Body>| {
            let mut seen = seen.lock().unwrap();
            let (status, body) = answers.get(seen.len()).copied().unwrap_or((200, "{}"));
            assert!(request.body().as_bytes().is_some());
            seen.push(Instant::now());
            let answer = Response::builder().status(status).body(Body::from(body));
            std::future::ready(Ok::<_, BoxError>(answer.unwrap()))
        }))
        .build()
        .unwrap();
    (transport, times)
}

type Times = Arc<std::sync::Mutex<Vec<Instant>>>;

fn message(to: &str) -> crate::Request {
    crate::Request::new(&SEND)
        .json("x")
        .limit_key(LimitKey::of("sender"))
        .also_counts_into(PAIR, LimitKey::of(to))
}

async fn send(transport: &Transport, to: &str) -> Result<u32, Error> {
    transport
        .execute_raw(message(to))
        .await
        .map(|reply| reply.attempts())
}

#[tokio::test(start_paused = true)]
async fn a_400_that_means_too_many_is_repeated_after_the_pause_as_a_429_is() {
    let (transport, times) = transport(&[(400, "NUMBER")]);
    assert_eq!(send(&transport, "a").await.unwrap(), 2);
    let times = times.lock().unwrap();
    assert_eq!(
        (times[1] - times[0]).as_secs(),
        5,
        "the pause when nothing is said"
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_pair_holds_back_the_pair_and_nobody_else() {
    let (transport, times) = transport(&[(400, "PAIR")]);
    let start = Instant::now();
    let first = tokio::spawn({
        let transport = transport.clone();
        async move { send(&transport, "a").await }
    });
    tokio::task::yield_now().await;
    assert_eq!(times.lock().unwrap().len(), 1);
    send(&transport, "b").await.unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    send(&transport, "a").await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 16);
    assert_eq!(first.await.unwrap().unwrap(), 2);
    assert_eq!(start.elapsed().as_secs(), 22, "one interval later");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_number_holds_back_all_its_pairs() {
    for body in ["NUMBER", "NOWHERE"] {
        let (transport, _) = transport(match body {
            "NUMBER" => &[(400, "NUMBER")],
            _ => &[(400, "NOWHERE")],
        });
        let options = CallOptions::new().no_retry();
        let request = message("a").options(options);
        let error = transport.execute::<()>(request).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::RateLimited, Some(StatusCode::BAD_REQUEST))
        );
        assert_eq!(error.code(), Some(body));
        assert!(error.is_retryable(false) && !error.may_have_executed());
        let start = Instant::now();
        send(&transport, "b").await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 5, "{body}");
        let other = message("b").limit_key(LimitKey::of("other"));
        transport.execute::<()>(other).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 5, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_500_that_says_it_did_nothing_is_repeated_and_another_one_is_not() {
    let (busy, _) = transport(&[(500, "BUSY"), (503, "BUSY")]);
    assert_eq!(send(&busy, "a").await.unwrap(), 3);
    for body in [&[(500, "TRANSIENT")], &[(500, "else")]] {
        let (transport, _) = transport(body);
        let error = send(&transport, "a").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
        assert!(error.may_have_executed() && !error.is_retryable(false));
    }
}

#[tokio::test(start_paused = true)]
async fn the_doubt_about_an_earlier_attempt_stays_whatever_the_next_answer_says() {
    let (transport, times) =
        transport(&[(500, "else"), (500, "BUSY"), (500, "BUSY"), (500, "BUSY")]);
    let error = transport
        .execute::<()>(message("a").options(CallOptions::new().idempotent(true)))
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), times.lock().unwrap().len()), (4, 4));
    assert!(error.may_have_executed());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_worth_repeating_is_not_repeated() {
    let (spam, _) = transport(&[(400, "SPAM")]);
    let error = send(&spam, "a").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 1)
    );
    assert!(!error.is_retryable(true));
    let (last, _) = transport(&[(503, "FINAL")]);
    let error = last
        .execute::<()>(crate::Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
    let (worth, _) = transport(&[(400, "TRANSIENT")]);
    let reply = worth.execute_raw(crate::Request::new(&LIST)).await.unwrap();
    assert_eq!(reply.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_limited_for_the_throttled_too() {
    let (transport, times) = transport(&[(400, "NUMBER"); 9]);
    let error = send(&transport, "a").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 4)
    );
    assert_eq!(times.lock().unwrap().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_transport_over_a_service_as_it_is_judges_too() {
    let service = tower::service_fn(|_: Request<Body>| async {
        let answer = Response::builder().status(500).body(Body::from("BUSY"));
        Ok::<_, BoxError>(answer.unwrap())
    });
    let transport = Transport::new(service).with_judge(judge);
    let error = send(&transport, "a").await.unwrap_err();
    assert!(!error.may_have_executed() && error.is_retryable(false));
}

#[test]
fn an_answer_shows_nothing_of_its_content() {
    let headers = http::HeaderMap::new();
    let answer = Answer {
        status: StatusCode::BAD_REQUEST,
        headers: &headers,
        body: b"79990000000",
    };
    assert!(!format!("{answer:?}").contains("7999"));
    let call = Call::new(SEND, CallOptions::new());
    assert!(call.judge().is_none());
}
