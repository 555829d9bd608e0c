use std::{convert::Infallible, sync::Arc, time::Duration};

use http::{Request, Response, StatusCode, header::RETRY_AFTER};
use tokio::time::{Instant, advance};
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use tower_test::mock;

use super::*;
use crate::{
    Call, CallOptions, Endpoint,
    rate_limit::{Acquire, GovernorLimiter, Limit, Limiter as _, Limits, RateLimitLayer, Scope},
};

type Mock = mock::Spawn<Cooldown<mock::Mock<Request<()>, Response<()>>>>;

fn too_many(retry_after: Option<&str>) -> Response<()> {
    let mut response = Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
    if let Some(value) = retry_after {
        response = response.header(RETRY_AFTER, value);
    }
    response.body(()).unwrap()
}

/// How long the second request is held back after the first was answered so.
async fn held_back(layer: CooldownLayer, answer: Response<()>) -> Duration {
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(layer);
    handle.allow(2);
    assert!(service.poll_ready().is_ready());
    let first = service.call(Request::new(()));
    handle.next_request().await.unwrap().1.send_response(answer);
    assert_eq!(first.await.unwrap().status(), StatusCode::TOO_MANY_REQUESTS);

    let start = Instant::now();
    assert!(service.poll_ready().is_ready());
    let _second = tokio::spawn(service.call(Request::new(())));
    handle.next_request().await.unwrap();
    start.elapsed()
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_back_the_next_request_as_long_as_it_says() {
    let held = held_back(CooldownLayer::new(), too_many(Some("3"))).await;
    assert_eq!(held.as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn zero_seconds_are_no_pause() {
    let held = held_back(CooldownLayer::new(), too_many(Some("0"))).await;
    assert_eq!(held, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn silence_and_junk_are_the_default_pause() {
    for silent in [None, Some("soon")] {
        let layer = CooldownLayer::new().default_pause(Duration::from_secs(7));
        assert_eq!(held_back(layer, too_many(silent)).await.as_secs(), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn no_pause_is_longer_than_the_longest() {
    let held = held_back(CooldownLayer::new(), too_many(Some("99999999999999999999"))).await;
    assert_eq!(held, LONGEST_PAUSE);
}

#[tokio::test(start_paused = true)]
async fn who_left_late_is_counted_again() {
    let limiter = GovernorLimiter::new(Limits::new(Limit::new(5, Duration::from_secs(5))));
    let waited = async |late: bool| {
        let (mut service, mut handle): (Mock, _) =
            mock::spawn_layer(CooldownLayer::new().also_hold(limiter.clone()));
        handle.allow(1);
        assert!(service.poll_ready().is_ready());
        let call = Arc::new(Call::new(Endpoint::get("a.b", "/"), CallOptions::new()));
        let request = Request::builder().extension(Arc::clone(&call));
        let answer = service.call(request.body(()).unwrap());
        let (_, send) = handle.next_request().await.unwrap();
        if late {
            call.set_late();
        }
        send.send_error("lost");
        answer.await.unwrap_err();
        let start = Instant::now();
        if let Acquire::Later(wait) = limiter.acquire(Scope::default()) {
            wait.await;
        }
        start.elapsed()
    };
    assert_eq!(waited(false).await.as_secs(), 0);
    assert_eq!(waited(false).await.as_secs(), 1);
    assert_eq!(waited(true).await.as_secs(), 2);
}

#[tokio::test(start_paused = true)]
async fn switched_off_it_holds_nobody_back() {
    let held = held_back(CooldownLayer::off(), too_many(Some("3"))).await;
    assert_eq!(held, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn who_waits_already_waits_for_the_later_refusal_too() {
    let (mut service, mut handle): (Mock, _) = mock::spawn_layer(CooldownLayer::new());
    handle.allow(3);
    let mut answers = Vec::new();
    for _ in 0..2 {
        assert!(service.poll_ready().is_ready());
        let first = tokio::spawn(service.call(Request::new(())));
        answers.push((first, handle.next_request().await.unwrap().1));
    }
    let (second, late) = answers.pop().unwrap();
    let (first, early) = answers.pop().unwrap();
    early.send_response(too_many(Some("2")));
    first.await.unwrap().unwrap();
    assert!(service.poll_ready().is_ready());
    let _third = tokio::spawn(service.call(Request::new(())));
    advance(Duration::from_secs(1)).await;
    late.send_response(too_many(Some("5")));
    second.await.unwrap().unwrap();

    let start = Instant::now();
    handle.next_request().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn after_the_pause_requests_leave_at_the_pace_of_the_limiter() {
    const FIVE: Duration = Duration::from_secs(5);
    let limiter = GovernorLimiter::new(Limits::new(Limit::new(500, FIVE)));
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let start = Instant::now();
    let service = ServiceBuilder::new()
        .layer(RateLimitLayer::new(limiter.clone()))
        .layer(CooldownLayer::new().also_hold(limiter))
        .service(service_fn(move |_: Request<()>| {
            let mut log = log.lock().unwrap();
            log.push(start.elapsed());
            // The hundredth is refused, when the others stand in line.
            let refused = log.len() == 100;
            async move {
                Ok::<_, Infallible>(if refused {
                    too_many(Some("10"))
                } else {
                    Response::new(())
                })
            }
        }));
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..1500 {
        tasks.spawn(service.clone().oneshot(Request::new(())));
    }
    tasks.join_all().await;

    let times = seen.lock().unwrap().clone();
    let pause = times[100] - times[99];
    assert!(pause >= Duration::from_secs(10), "{pause:?}");
    for (first, later) in times.iter().zip(&times[500..]) {
        assert!(*later - *first > FIVE, "500 in {:?}", *later - *first);
    }
    let after = times[110] - times[100];
    assert!(after > Duration::from_millis(90), "ten more in {after:?}");
}
