use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{Message, dispatch::Router, testing::Delivery};

use crate::support::{SECRET, USER, endpoint};

#[tokio::test]
async fn dropping_the_answer_does_not_cancel_the_handlers() {
    let gate = Arc::new(Semaphore::new(0));
    let (tell, mut told) = mpsc::unbounded_channel();
    let handler = {
        let gate = Arc::clone(&gate);
        move |_: Message| {
            let (gate, tell) = (Arc::clone(&gate), tell.clone());
            async move {
                tell.send("started").unwrap();
                gate.acquire().await.unwrap().forget();
                tell.send("finished").unwrap();
            }
        }
    };
    let service = endpoint(Router::new().on(handler)).build().unwrap();
    let delivery = Delivery::new().text(USER, "hi").signed(SECRET);
    let answer = service.clone().oneshot(delivery.request("/"));
    tokio::select! {
        _ = answer => panic!("the handler waits"),
        started = told.recv() => assert_eq!(started, Some("started")),
    }
    assert_eq!(service.in_progress(), 1);
    gate.add_permits(1);
    assert_eq!(told.recv().await, Some("finished"));
    service.drained().await;
    assert_eq!(service.in_progress(), 0);
}

#[tokio::test]
async fn dropping_the_answer_before_the_body_is_there_does_nothing() {
    let service = endpoint(Router::new()).build().unwrap();
    let delivery = Delivery::new().text(USER, "hi").signed(SECRET);
    drop(service.clone().oneshot(delivery.request("/")));
    assert_eq!(service.in_progress(), 0);
    service.drained().await;
}

#[test]
fn handlers_that_need_no_runtime_run_without_one() {
    let service = endpoint(Router::new().on(async |_: Message| {}))
        .build()
        .unwrap();
    let delivery = Delivery::new().text(USER, "hi").signed(SECRET);
    let response = futures_util::FutureExt::now_or_never(service.oneshot(delivery.request("/")));
    assert_eq!(response.unwrap().unwrap().status(), 200);
}
