use std::time::Duration;

use tower::service_fn;
use wazzup_listener::Listener;

use crate::support::{Client, echo};

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
    use bytes::Bytes;
    use http_body_util::Full;
    let service = service_fn(|_: http::Request<wazzup_listener::RequestBody>| async {
        // More than the socket buffers of both ends take.
        let body = Full::new(Bytes::from(vec![b'x'; 64 << 20]));
        Ok::<_, std::convert::Infallible>(http::Response::new(body))
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
    crate::support::within(idle).await;
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
