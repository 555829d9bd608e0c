use std::{convert::Infallible, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use tokio::sync::{Semaphore, mpsc};
use tower::service_fn;
use wazzup_listener::{Listener, RequestBody};

use crate::support::{Client, echo, within};

#[tokio::test]
async fn a_client_that_hangs_up_does_not_cancel_a_running_handler() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let service = {
        let gate = Arc::clone(&gate);
        service_fn(move |request: Request<RequestBody>| {
            let (tell, gate) = (tell.clone(), Arc::clone(&gate));
            async move {
                let answer = echo(request).await;
                tell.send("started").unwrap();
                gate.acquire().await.unwrap().forget();
                tell.send("finished").unwrap();
                answer
            }
        })
    };
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("x").await;
    assert_eq!(within(told.recv()).await, Some("started"));
    drop(client);
    // The listener notices the hang-up by itself; another client is served meanwhile.
    let mut other = Client::connect(running.local_addr()).await;
    other.send("GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert_eq!(other.answer().await.status(), 200);
    assert_eq!(running.requests_running(), 1);

    gate.add_permits(1);
    assert_eq!(within(told.recv()).await, Some("finished"));
    assert!(running.shutdown(Duration::from_secs(10)).await.is_clean());
}

#[tokio::test]
async fn a_panic_is_a_500_without_detail_and_the_connection_goes_on() {
    let service = service_fn(|request: Request<RequestBody>| async {
        let body = echo(request).await?;
        let bytes = http_body_util::BodyExt::collect(body.into_body())
            .await?
            .to_bytes();
        assert_ne!(bytes.as_ref(), b"bang", "secret detail");
        Ok::<_, Infallible>(Response::new(Full::new(bytes)))
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("bang").await;
    let answer = client.answer().await;
    assert_eq!(
        (answer.status(), answer.body.as_str()),
        (500, r#"{"error":"internal error"}"#)
    );
    client.post("fine").await;
    assert_eq!(client.answer().await.body, "fine");
}

#[tokio::test]
async fn a_failing_service_is_a_500_without_detail() {
    let service = service_fn(|_: Request<RequestBody>| async {
        Err::<Response<Full<Bytes>>, _>(std::io::Error::other("secret detail"))
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("").await;
    let answer = client.answer().await;
    assert_eq!(
        (answer.status(), answer.body.as_str()),
        (500, r#"{"error":"internal error"}"#)
    );
}

#[tokio::test]
async fn a_service_that_is_not_ready_is_waited_for() {
    let limited = tower::limit::ConcurrencyLimit::new(service_fn(echo), 1);
    let running = Listener::builder().serve(limited).await.unwrap();
    let mut clients = Vec::new();
    for _ in 0..5 {
        let mut client = Client::connect(running.local_addr()).await;
        client.post("x").await;
        clients.push(client);
    }
    for mut client in clients {
        assert_eq!(client.answer().await.body, "x");
    }
}
