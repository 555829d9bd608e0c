use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tower::service_fn;
use wazzup_listener::{Finished, Listener, Observer, Rejection};

use crate::support::{Client, PATIENCE, echo, within};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn push(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    async fn until(&self, last: &str) -> Vec<String> {
        within(async {
            loop {
                let lines = self.0.lock().unwrap().clone();
                if lines.last().is_some_and(|line| line == last) {
                    return lines;
                }
                tokio::task::yield_now().await;
            }
        })
        .await
    }
}

impl Observer for Log {
    fn connection_opened(&self) {
        self.push("opened");
    }

    fn connection_closed(&self) {
        self.push("closed");
    }

    fn request_started(&self) {
        self.push("started");
    }

    fn request_finished(&self, finished: &Finished) {
        let Finished {
            status, hung_up, ..
        } = finished;
        self.push(format!("finished {} {hung_up}", status.as_u16()));
    }

    fn rejected(&self, rejection: Rejection) {
        self.push(format!("rejected {rejection:?}"));
    }
}

#[tokio::test]
async fn an_observer_is_told_of_connections_requests_and_refusals() {
    let log = Log::default();
    let running = Listener::builder()
        .body_limit(5)
        .header_read_timeout(Duration::from_millis(100))
        .observer(log.clone())
        .serve(service_fn(echo))
        .await
        .unwrap();

    let mut client = Client::connect(running.local_addr()).await;
    client.post("fine").await;
    client.answer().await;
    client.post("too large").await;
    client.answer().await;
    drop(client);
    let expected = [
        "opened",
        "started",
        "finished 200 false",
        "started",
        "rejected BodyTooLarge",
        "finished 413 false",
        "closed",
    ];
    assert_eq!(log.until("closed").await, expected);

    log.0.lock().unwrap().clear();
    let mut client = Client::connect(running.local_addr()).await;
    client.send("nonsense\r\n\r\n").await;
    client.rest().await;
    assert_eq!(
        log.until("closed").await,
        ["opened", "rejected Malformed", "closed"]
    );

    log.0.lock().unwrap().clear();
    let mut client = Client::connect(running.local_addr()).await;
    client.send("POST /").await;
    client.rest().await;
    assert_eq!(
        log.until("closed").await,
        ["opened", "rejected HeaderTimeout", "closed"]
    );
}

#[tokio::test]
async fn a_handler_that_outlives_its_client_is_reported_as_such() {
    let log = Log::default();
    let gate = Arc::new(tokio::sync::Notify::new());
    let service = {
        let gate = Arc::clone(&gate);
        service_fn(move |request| {
            let gate = Arc::clone(&gate);
            async move {
                gate.notified().await;
                echo(request).await
            }
        })
    };
    let running = Listener::builder()
        .observer(log.clone())
        .serve(service)
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    log.until("started").await;
    drop(client);
    log.until("closed").await;
    gate.notify_one();
    log.until("finished 200 true").await;
}

/// Panics whatever it is told.
struct Panics;

impl Observer for Panics {
    fn connection_opened(&self) {
        panic!("on purpose");
    }

    fn connection_closed(&self) {
        panic!("on purpose");
    }

    fn request_started(&self) {
        panic!("on purpose");
    }

    fn request_finished(&self, _: &Finished) {
        panic!("on purpose");
    }

    fn rejected(&self, _: Rejection) {
        panic!("on purpose");
    }
}

#[tokio::test]
async fn an_observer_that_panics_hurts_nobody() {
    let running = Listener::builder()
        .observer(Panics)
        .serve(service_fn(echo))
        .await
        .unwrap();
    for _ in 0..2 {
        let mut client = Client::connect(running.local_addr()).await;
        client.post("fine").await;
        assert_eq!(client.answer().await.body, "fine");
        client.send("nonsense\r\n\r\n").await;
        assert_eq!(client.answer().await.status(), 400);
    }
    assert!(within(running.shutdown(PATIENCE)).await.is_clean());
}
