use tower::service_fn;
use wazzup_listener::Listener;

use crate::support::{Client, echo};

async fn ask(listener: wazzup_listener::ListenerBuilder, request: &str) -> (u16, String) {
    let running = listener.serve(service_fn(echo)).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send(format!(
            "{request} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
        ))
        .await;
    let all = client.rest().await;
    let status = all.split(' ').nth(1).unwrap().parse().unwrap();
    (status, all)
}

#[tokio::test]
async fn health_answers_get_and_head_and_nothing_else() {
    let (status, all) = ask(Listener::builder(), "GET /health").await;
    assert_eq!(status, 200);
    assert!(all.ends_with(r#"{"status":"ok"}"#));

    let (status, all) = ask(Listener::builder(), "HEAD /health").await;
    assert_eq!(status, 200);
    assert!(all.ends_with("\r\n\r\n"));

    let (status, all) = ask(Listener::builder(), "POST /health").await;
    assert_eq!(status, 405);
    assert!(all.contains("allow: GET, HEAD\r\n"), "{all}");
    assert!(all.ends_with(r#"{"error":"method not allowed"}"#));
}

#[tokio::test]
async fn health_can_be_moved_or_switched_off() {
    let moved = || Listener::builder().path("/hooks").health_path("/live");
    assert_eq!(ask(moved(), "GET /live").await.0, 200);
    assert_eq!(ask(moved(), "GET /health").await.0, 404);
    let off = Listener::builder().without_health();
    let (status, all) = ask(off, "GET /health").await;
    assert_eq!(status, 200);
    assert!(all.ends_with("\r\n\r\n"), "the service answered: {all}");
}
