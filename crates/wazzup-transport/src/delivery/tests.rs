use std::{io, sync::Arc, time::Duration};

use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::time::advance;
use tower_test::mock;

use super::*;
use crate::{Body, BoxError, Call, CallOptions, Endpoint};

type Mock = mock::Spawn<Delivery<mock::Mock<Request<Body>, Response<()>>>>;

fn request(call: &Arc<Call>, body: Body) -> Request<Body> {
    Request::builder()
        .extension(Arc::clone(call))
        .body(body)
        .unwrap()
}

fn call(options: CallOptions) -> Arc<Call> {
    Arc::new(Call::new(Endpoint::post("a.b", "/"), options))
}

/// Whether it is in doubt that a request with a body was executed.
async fn doubt(read: bool, outcome: Result<StatusCode, BoxError>) -> bool {
    let call = call(CallOptions::new());
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(DeliveryLayer::new());
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let answer = tokio::spawn(service.call(request(&call, Body::from("x"))));
    let (request, send) = handle.next_request().await.unwrap();
    if read {
        request.into_body().collect().await.unwrap();
    }
    match outcome {
        Ok(status) => send.send_response(Response::builder().status(status).body(()).unwrap()),
        Err(error) => send.send_error(error),
    }
    let _ = answer.await.unwrap();
    assert_eq!(call.attempts(), 1);
    call.may_have_executed()
}

#[tokio::test]
async fn answers_tell_whether_it_was_executed() {
    for status in [400, 401, 404, 409, 429] {
        assert!(
            !doubt(true, Ok(StatusCode::from_u16(status).unwrap())).await,
            "{status}"
        );
    }
    for status in [200, 201, 303, 408, 500, 503] {
        assert!(
            doubt(true, Ok(StatusCode::from_u16(status).unwrap())).await,
            "{status}"
        );
    }
}

#[tokio::test]
async fn errors_leave_a_doubt_unless_they_prove_that_nothing_was_sent() {
    let reset = || io::Error::from(io::ErrorKind::ConnectionReset).into();
    let refused = || io::Error::from(io::ErrorKind::ConnectionRefused).into();
    assert!(doubt(true, Err(reset())).await);
    assert!(!doubt(false, Err(reset())).await, "nobody touched the body");
    assert!(!doubt(true, Err(refused())).await);
}

#[tokio::test]
async fn an_attempt_that_is_dropped_stays_in_doubt() {
    let call = call(CallOptions::new());
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(DeliveryLayer::new());
    handle.allow(1);
    assert!(service.poll_ready().is_ready());
    let answer = service.call(request(&call, Body::empty()));
    drop(answer);
    assert!(call.may_have_executed());
}

#[tokio::test(start_paused = true)]
async fn it_is_the_last_to_refuse_a_repeat_that_comes_too_late() {
    let call = call(CallOptions::new().repeat_within(Duration::from_secs(60)));
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(DeliveryLayer::new());
    handle.allow(3);
    for wait in [30, 31] {
        assert!(service.poll_ready().is_ready());
        drop(service.call(request(&call, Body::empty())));
        handle.next_request().await.unwrap();
        advance(Duration::from_secs(wait)).await;
    }
    assert!(service.poll_ready().is_ready());
    service
        .call(request(&call, Body::empty()))
        .await
        .unwrap_err();
    assert_eq!(call.attempts(), 2);
    assert!(call.may_have_executed());
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_made_too_late_gets_nothing_of_a_repeat() {
    let call = call(CallOptions::new().repeat_within(Duration::from_secs(60)));
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(DeliveryLayer::new());
    handle.allow(2);
    assert!(service.poll_ready().is_ready());
    drop(service.call(request(&call, Body::from("x"))));
    let (first, _) = handle.next_request().await.unwrap();
    first.into_body().collect().await.unwrap();
    advance(Duration::from_secs(59)).await;
    assert!(service.poll_ready().is_ready());
    let _connecting = service.call(request(&call, Body::from("x")));
    let (second, _) = handle.next_request().await.unwrap();
    advance(Duration::from_secs(2)).await;
    second.into_body().collect().await.unwrap_err();
}
