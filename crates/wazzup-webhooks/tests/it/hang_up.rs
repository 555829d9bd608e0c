use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tower::ServiceExt;
use wazzup_webhooks::{MessageReceived, dispatch::Router, testing::Delivery};

use crate::support::{SECRET, authentic, endpoint, send};

#[tokio::test]
async fn dropping_the_answer_does_not_cancel_the_handlers() {
    let gate = Arc::new(Semaphore::new(0));
    let (tell, mut told) = mpsc::unbounded_channel();
    let handler = {
        let gate = Arc::clone(&gate);
        move |_: MessageReceived| {
            let (gate, tell) = (Arc::clone(&gate), tell.clone());
            async move {
                tell.send("started").unwrap();
                gate.acquire().await.unwrap().forget();
                tell.send("finished").unwrap();
            }
        }
    };
    let service = endpoint(Router::new().on(handler)).build().unwrap();
    let delivery = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "hi")
        .bearer(SECRET);
    let answer = service.clone().oneshot(delivery.request("/"));
    tokio::select! {
        _ = answer => panic!("the handler waits"),
        started = told.recv() => assert_eq!(started, Some("started")),
    }
    assert_eq!(service.in_progress(), 1);
    gate.add_permits(1);
    assert_eq!(told.recv().await, Some("finished"));
    service.drained().await;
}

#[tokio::test]
async fn dropping_the_answer_before_the_body_is_there_does_nothing() {
    let service = endpoint(Router::new()).build().unwrap();
    let delivery = Delivery::new().bearer(SECRET);
    drop(service.clone().oneshot(delivery.request("/")));
    assert_eq!(service.in_progress(), 0);
    service.drained().await;
}

#[test]
fn handlers_that_need_no_runtime_run_without_one() {
    let service = endpoint(Router::new().on(async |_: MessageReceived| {}))
        .build()
        .unwrap();
    let delivery = Delivery::new()
        .incoming("c-1", "whatsapp", "79990000000", "hi")
        .bearer(SECRET);
    let response = futures_util::FutureExt::now_or_never(service.oneshot(delivery.request("/")));
    assert_eq!(response.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn what_is_abandoned_ends_without_its_caller() {
    for gone_first in [true, false] {
        let (started, mut starts) = mpsc::unbounded_channel();
        let router = Router::new().on(move |_: MessageReceived| {
            let started = started.clone();
            async move {
                started.send(()).unwrap();
                std::future::pending::<()>().await;
            }
        });
        let service = endpoint(router).build().unwrap();
        let answer = tokio::spawn(
            service
                .clone()
                .oneshot(authentic(r#"{"messages":[{"messageId":"m-1"}]}"#)),
        );
        starts.recv().await.unwrap();
        if !gone_first {
            service.abandon();
        }
        answer.abort();
        answer.await.unwrap_err();
        if gone_first {
            assert_eq!(service.in_progress(), 1);
            service.abandon();
        }
        service.drained().await;
        assert_eq!(service.in_progress(), 0);
    }
}

#[tokio::test]
async fn a_hook_that_panics_makes_no_failure_of_a_success() {
    let router = Router::new().on(async |_: MessageReceived| {});
    let service = endpoint(router)
        .on_delivery(|_| panic!("on purpose"))
        .build()
        .unwrap();
    let (status, _) = send(&service, authentic(r#"{"messages":[{"messageId":"m-1"}]}"#)).await;
    assert_eq!(status, 200);
}
