use std::{
    convert::Infallible,
    future::{Ready, ready},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::{Service, service_fn};
use wazzup_listener::{Listener, RequestBody};

use crate::support::{Client, PATIENCE, echo, status, within};

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_free_place() {
    let running = Listener::builder()
        .connection_limit(2)
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut first = Client::connect(running.local_addr()).await;
    let mut second = Client::connect(running.local_addr()).await;
    first.post("1").await;
    second.post("2").await;
    assert_eq!(first.answer().await.body, "1");
    assert_eq!(second.answer().await.body, "2");

    // The operating system takes the connection, so writing works; nobody answers yet.
    let mut third = Client::connect(running.local_addr()).await;
    third.post("3").await;
    let early = tokio::time::timeout(Duration::from_millis(200), third.answer()).await;
    assert!(early.is_err());
    drop(first);
    assert_eq!(third.answer().await.body, "3");
}

#[tokio::test]
async fn an_answer_nobody_reads_ends_the_connection_at_the_write_timeout() {
    let service = service_fn(|_: Request<RequestBody>| async {
        // More than the socket buffers of both ends take.
        let body = Full::new(Bytes::from(vec![b'x'; 64 << 20]));
        Ok::<_, Infallible>(Response::new(body))
    });
    let running = Listener::builder()
        .write_timeout(Duration::from_millis(200))
        .serve(service)
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("").await;
    let idle = async {
        while tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
            > 1
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    within(idle).await;
}

#[tokio::test]
async fn many_clients_at_once_are_all_served() {
    let running = Listener::builder()
        .connection_limit(8)
        .serve(service_fn(echo))
        .await
        .unwrap();
    let address = running.local_addr();
    let clients: Vec<_> = (0..100)
        .map(|n| {
            tokio::spawn(async move {
                let mut client = Client::connect(address).await;
                for _ in 0..3 {
                    client.post(&n.to_string()).await;
                    assert_eq!(client.answer().await.body, n.to_string());
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

/// A service whose clones of these numbers, counted from 1, panic.
struct PanickyClone {
    panics: &'static [usize],
    clones: Arc<AtomicUsize>,
}

impl Clone for PanickyClone {
    fn clone(&self) -> Self {
        let number = self.clones.fetch_add(1, Ordering::Relaxed) + 1;
        assert!(!self.panics.contains(&number), "on purpose");
        let (panics, clones) = (self.panics, Arc::clone(&self.clones));
        Self { panics, clones }
    }
}

impl Service<Request<RequestBody>> for PanickyClone {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<RequestBody>) -> Self::Future {
        ready(Ok(status(StatusCode::ACCEPTED)))
    }
}

#[tokio::test]
async fn a_service_that_panics_when_cloned_costs_one_connection_or_one_request() {
    // The first connection's clone, and the second one's for its request.
    let service = PanickyClone {
        panics: &[1, 3],
        clones: Arc::default(),
    };
    let running = Listener::builder().serve(service).await.unwrap();
    let mut first = Client::connect(running.local_addr()).await;
    assert_eq!(first.rest().await, "");
    let mut second = Client::connect(running.local_addr()).await;
    for expected in [500, 202] {
        second.send("GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert_eq!(second.answer().await.status(), expected);
    }
    assert!(within(running.shutdown(PATIENCE)).await.is_clean());
}
