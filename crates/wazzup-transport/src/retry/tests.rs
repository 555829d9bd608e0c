use std::{io, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header::RETRY_AFTER};
use http_body_util::Full;
use tokio::time::Instant;
use tower_test::mock;

use super::*;
use crate::{Body, BoxError, Call, CallOptions, Endpoint};

const GET: Endpoint = Endpoint::get("a.get", "/");
const POST: Endpoint = Endpoint::post("a.post", "/");

type Handle = mock::Handle<Request<Body>, Response<()>>;
type Mock = mock::Spawn<Retry<mock::Mock<Request<Body>, Response<()>>>>;

fn request(endpoint: Endpoint, options: CallOptions) -> Request<Body> {
    let call = Arc::new(Call::new(endpoint, options));
    Request::builder()
        .extension(call)
        .body(Body::from("x"))
        .unwrap()
}

fn answer(status: u16) -> Response<()> {
    Response::builder().status(status).body(()).unwrap()
}

fn start(
    request: Request<Body>,
) -> (
    tokio::task::JoinHandle<Result<Response<()>, BoxError>>,
    Handle,
) {
    start_with(StandardPolicy::new(), request)
}

fn start_with(
    policy: StandardPolicy,
    request: Request<Body>,
) -> (
    tokio::task::JoinHandle<Result<Response<()>, BoxError>>,
    Handle,
) {
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(RetryLayer::new(policy));
    handle.allow(10);
    assert!(service.poll_ready().is_ready());
    (tokio::spawn(service.call(request)), handle)
}

async fn attempts_on(endpoint: Endpoint, options: CallOptions, status: u16) -> u32 {
    let (done, mut handle) = start(request(endpoint, options));
    let mut attempts = 0;
    while let Some((request, send)) = handle.next_request().await {
        assert_eq!(request.body().as_bytes(), Some(&b"x"[..]));
        assert_eq!(
            request.extensions().get::<Arc<Call>>().unwrap().operation(),
            endpoint.operation()
        );
        attempts += 1;
        send.send_response(answer(status));
    }
    assert_eq!(done.await.unwrap().unwrap().status(), status);
    attempts
}

#[tokio::test(start_paused = true)]
async fn a_failing_server_is_asked_again_only_for_what_is_idempotent() {
    for status in [500, 502, 503, 504] {
        assert_eq!(
            attempts_on(GET, CallOptions::new(), status).await,
            4,
            "{status}"
        );
        assert_eq!(
            attempts_on(POST, CallOptions::new(), status).await,
            1,
            "{status}"
        );
        let said = CallOptions::new().idempotent(true);
        assert_eq!(attempts_on(POST, said, status).await, 4, "{status}");
        let denied = CallOptions::new().idempotent(false);
        assert_eq!(attempts_on(GET, denied, status).await, 1, "{status}");
    }
    assert_eq!(attempts_on(GET, CallOptions::new(), 501).await, 1);
}

#[tokio::test(start_paused = true)]
async fn time_is_counted_from_when_the_first_attempt_left() {
    let within = CallOptions::new()
        .idempotent(true)
        .repeat_within(Duration::from_secs(55));
    let (done, mut handle) = start(request(POST, within));
    for _ in 0..2 {
        let (request, send) = handle.next_request().await.unwrap();
        let call = request.extensions().get::<Arc<Call>>().unwrap();
        // In line for the rate limit, which stands inside.
        tokio::time::advance(Duration::from_secs(57)).await;
        call.begins(Instant::now());
        call.begin_attempt(false);
        send.send_error(io::Error::from(io::ErrorKind::ConnectionReset));
    }
    // 57 s between the first and the second are too many.
    done.await.unwrap().unwrap_err();
    assert!(handle.next_request().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn refusals_are_not_repeated() {
    for status in [200, 400, 401, 403, 404, 409] {
        assert_eq!(
            attempts_on(GET, CallOptions::new(), status).await,
            1,
            "{status}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_is_repeated_whatever_the_request() {
    assert_eq!(attempts_on(POST, CallOptions::new(), 429).await, 4);
}

#[tokio::test(start_paused = true)]
async fn the_caller_sets_the_number_of_attempts() {
    assert_eq!(
        attempts_on(GET, CallOptions::new().no_retry(), 503).await,
        1
    );
    assert_eq!(
        attempts_on(GET, CallOptions::new().max_attempts(2), 503).await,
        2
    );
    assert_eq!(
        attempts_on(GET, CallOptions::new().max_attempts(7), 503).await,
        7
    );
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_failed_is_tried_again_for_a_post_too() {
    let (done, mut handle) = start(request(POST, CallOptions::new()));
    let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
    handle.next_request().await.unwrap().1.send_error(refused);
    handle
        .next_request()
        .await
        .unwrap()
        .1
        .send_response(answer(201));
    assert_eq!(done.await.unwrap().unwrap().status(), StatusCode::CREATED);
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_broke_is_not_tried_again_for_a_post() {
    let (done, mut handle) = start(request(POST, CallOptions::new()));
    let reset = io::Error::from(io::ErrorKind::ConnectionReset);
    handle.next_request().await.unwrap().1.send_error(reset);
    assert!(handle.next_request().await.is_none());
    done.await.unwrap().unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn doubt_about_an_earlier_attempt_is_not_forgotten() {
    // Idempotent only for 10 s, then the connection fails for so long that a repeat comes too late.
    let options = CallOptions::new()
        .idempotent(true)
        .repeat_within(Duration::ZERO);
    let (done, mut handle) = start(request(POST, options));
    let refused = || io::Error::from(io::ErrorKind::ConnectionRefused);
    handle.next_request().await.unwrap().1.send_error(refused());
    handle.next_request().await.unwrap().1.send_error(refused());
    let reset = io::Error::from(io::ErrorKind::ConnectionReset);
    handle.next_request().await.unwrap().1.send_error(reset);
    assert!(
        handle.next_request().await.is_none(),
        "nothing was unsafe before the reset"
    );
    done.await.unwrap().unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when() {
    for (said, seconds) in [("3", 3), ("0", 0)] {
        let (done, mut handle) = start(request(GET, CallOptions::new()));
        let mut busy = answer(503);
        busy.headers_mut()
            .insert(RETRY_AFTER, said.parse().unwrap());
        handle.next_request().await.unwrap().1.send_response(busy);
        let paused = Instant::now();
        handle
            .next_request()
            .await
            .unwrap()
            .1
            .send_response(answer(200));
        assert_eq!(paused.elapsed().as_secs(), seconds);
        done.await.unwrap().unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn who_asks_for_too_much_time_is_not_asked_again() {
    let (done, mut handle) = start(request(GET, CallOptions::new()));
    let mut busy = answer(429);
    busy.headers_mut()
        .insert(RETRY_AFTER, "86400".parse().unwrap());
    handle.next_request().await.unwrap().1.send_response(busy);
    assert!(handle.next_request().await.is_none());
    assert_eq!(done.await.unwrap().unwrap().status(), 429);
}

#[tokio::test(start_paused = true)]
async fn the_budget_is_shared_by_clones() {
    let policy = StandardPolicy::new().budget(Budget::new(0, 3));
    let mut attempts = 0;
    for _ in 0..5 {
        let (done, mut handle) = start_with(policy.clone(), request(GET, CallOptions::new()));
        while let Some((_, send)) = handle.next_request().await {
            attempts += 1;
            send.send_response(answer(503));
        }
        done.await.unwrap().unwrap();
    }
    assert_eq!(attempts, 5 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once() {
    let mut request = request(GET, CallOptions::new());
    *request.body_mut() = Body::streaming(Full::new(Bytes::from_static(b"x")));
    let (done, mut handle) = start(request);
    handle
        .next_request()
        .await
        .unwrap()
        .1
        .send_response(answer(503));
    assert!(handle.next_request().await.is_none());
    done.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn without_a_call_the_method_decides() {
    for (method, attempts) in [("GET", 4), ("PUT", 4), ("POST", 1)] {
        let request = Request::builder()
            .method(method)
            .body(Body::empty())
            .unwrap();
        let (done, mut handle) = start(request);
        let mut seen = 0;
        while let Some((_, send)) = handle.next_request().await {
            seen += 1;
            send.send_response(answer(503));
        }
        done.await.unwrap().unwrap();
        assert_eq!(seen, attempts, "{method}");
    }
}
