use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::sync::Semaphore;
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    Message, MessageStatus, RawUpdate, WebhookService,
    dispatch::{Handler, Router},
    testing::Delivery,
};

use crate::support::{Log, SECRET, USER, endpoint, log_with, status};

fn delivery() -> Delivery {
    Delivery::new()
        .text(USER, "x")
        .status("wamid.0", "read")
        .signed(SECRET)
}

/// Fails the first time.
fn flaky(tries: &Arc<AtomicUsize>) -> Result<(), io::Error> {
    match tries.fetch_add(1, Ordering::SeqCst) {
        0 => Err(io::Error::other("not yet")),
        _ => Ok(()),
    }
}

async fn deliver(service: &WebhookService, delivery: &Delivery) -> u16 {
    status(service, delivery.request("/")).await
}

#[tokio::test]
async fn what_comes_again_runs_only_what_had_failed() {
    let (log, tries) = (Log::default(), Arc::new(AtomicUsize::new(0)));
    let fails_once = {
        let tries = Arc::clone(&tries);
        (move |_: MessageStatus| {
            let tries = Arc::clone(&tries);
            async move { flaky(&tries) }
        })
        .named("fails once")
    };
    let router = Router::new()
        .on(log_with!(log, |message: Message| format!(
            "message {}",
            message.id
        )))
        .on(fails_once);
    let service = endpoint(router).build().unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(deliver(&service, &delivery()).await);
    }
    assert_eq!(statuses, [500, 200, 200]);
    assert_eq!(log.lines(), ["message wamid.1"]);
    assert_eq!(tries.load(Ordering::SeqCst), 2);

    let report = service.dispatch(delivery().body()).await.unwrap();
    assert_eq!((report.repeated, report.events.events().len()), (2, 0));
}

#[tokio::test]
async fn it_is_the_ids_that_count_and_not_the_bytes() {
    let log = Log::default();
    let router = Router::new()
        .on(log_with!(log, |message: Message| message.id.to_string()))
        .on(log_with!(log, |status: MessageStatus| format!(
            "{} {:?}",
            status.id,
            status.status.as_ref().map(|status| status.as_str())
        )));
    let service = endpoint(router).build().unwrap();
    let text = |text: &str| serde_json::json!({ "id": "wamid.a", "text": { "body": text } });
    let first = Delivery::new()
        .message(USER, text("x"))
        .status("wamid.0", "delivered");
    // Put together otherwise, with another status of the same message.
    let second = Delivery::new()
        .status("wamid.0", "read")
        .message(USER, serde_json::json!({ "id": "wamid.b" }))
        .status("wamid.0", "delivered")
        .message(USER, text("x"));
    for delivery in [first, second] {
        assert_eq!(deliver(&service, &delivery.signed(SECRET)).await, 200);
    }
    assert_eq!(
        log.sorted(),
        [
            r#"wamid.0 Some("delivered")"#,
            r#"wamid.0 Some("read")"#,
            "wamid.a",
            "wamid.b",
        ]
    );
}

#[tokio::test]
async fn the_same_event_twice_in_one_delivery_is_handled_once() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |message: Message| message.id.to_string()));
    let service = endpoint(router).build().unwrap();
    let same = serde_json::json!({ "id": "wamid.a" });
    let delivery = Delivery::new()
        .message(USER, same.clone())
        .message(USER, same);
    let report = service.dispatch(delivery.body()).await.unwrap();
    assert_eq!(report.repeated, 1);
    assert_eq!(log.lines(), ["wamid.a"]);
}

#[tokio::test]
async fn what_comes_again_while_it_is_being_handled_waits_for_that() {
    for succeeds in [true, false] {
        let gate = Arc::new(Semaphore::new(0));
        let tries = Arc::new(AtomicUsize::new(usize::from(succeeds)));
        let handler = {
            let (gate, tries) = (Arc::clone(&gate), Arc::clone(&tries));
            move |_: Message| {
                let (gate, tries) = (Arc::clone(&gate), Arc::clone(&tries));
                async move {
                    gate.acquire().await.unwrap().forget();
                    flaky(&tries)
                }
            }
        };
        let service = endpoint(Router::new().on(handler)).build().unwrap();
        let begin = || tokio::spawn(service.clone().oneshot(delivery().request("/")));
        let (first, second) = (begin(), begin());
        while service.in_progress() < 2 {
            tokio::task::yield_now().await;
        }
        gate.add_permits(2);
        let first = first.await.unwrap().unwrap().status().as_u16();
        let second = second.await.unwrap().unwrap().status().as_u16();
        // Whichever came first had the first try.
        let mut statuses = [first, second];
        statuses.sort_unstable();
        assert_eq!(statuses, if succeeds { [200, 200] } else { [200, 500] });
        assert_eq!(tries.load(Ordering::SeqCst), 2);
        assert_eq!(gate.available_permits(), usize::from(succeeds));
    }
}

#[tokio::test]
async fn a_raw_update_is_the_same_if_its_bytes_are() {
    let (log, tries) = (Log::default(), Arc::new(AtomicUsize::new(0)));
    let fails_once = {
        let (log, tries) = (log.clone(), Arc::clone(&tries));
        move |_: RawUpdate| {
            log.push("raw");
            let tries = Arc::clone(&tries);
            async move { flaky(&tries) }
        }
    };
    let router = Router::new()
        .on(log_with!(log, |_message: Message| "message"))
        .on(fails_once);
    let service = endpoint(router).build().unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(deliver(&service, &delivery()).await);
    }
    assert_eq!(statuses, [500, 200, 200]);
    assert_eq!(log.lines(), ["message", "raw", "raw"]);
    // Another delivery with the same message in it.
    let other = Delivery::new().text(USER, "x").signed(SECRET);
    assert_eq!(deliver(&service, &other).await, 200);
    assert_eq!(log.lines().len(), 4);
}

#[tokio::test]
async fn nothing_is_remembered_if_that_is_said_and_little_if_that_is() {
    let log = Log::default();
    let router = || Router::new().on(log_with!(log, |message: Message| message.id.to_string()));
    let service = endpoint(router()).deduplicate(0).build().unwrap();
    for _ in 0..2 {
        assert_eq!(deliver(&service, &delivery()).await, 200);
    }
    assert_eq!(log.lines(), ["wamid.1", "wamid.1"]);

    let service = endpoint(router()).deduplicate(1).build().unwrap();
    let message = |id: &str| {
        let message = serde_json::json!({ "id": id });
        Delivery::new().message(USER, message).signed(SECRET)
    };
    for id in ["wamid.a", "wamid.a", "wamid.b", "wamid.a"] {
        assert_eq!(deliver(&service, &message(id)).await, 200);
    }
    assert_eq!(log.lines()[2..], ["wamid.a", "wamid.b", "wamid.a"]);
}
