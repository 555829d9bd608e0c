use std::{convert::Infallible, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use tower::service_fn;
use wazzup_listener::{Listener, RequestBody, Running, ServeError};

use crate::support::{Client, echo, status};

async fn running() -> Running {
    Listener::builder()
        .header_read_timeout(Duration::from_millis(150))
        .idle_timeout(Duration::from_millis(600))
        .header_size_limit(4096)
        .serve(service_fn(echo))
        .await
        .unwrap()
}

#[tokio::test]
async fn port_0_gives_a_url_that_answers() {
    let running = Listener::builder()
        .path("hooks")
        .serve(service_fn(echo))
        .await
        .unwrap();
    let port = running.local_addr().port();
    assert_ne!(port, 0);
    assert_eq!(running.url(), format!("http://127.0.0.1:{port}/hooks"));
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST /hooks?token=x HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na")
        .await;
    assert_eq!(client.answer().await.body, "a");
}

#[tokio::test]
async fn all_interfaces_are_named_by_the_loopback_address() {
    let running = Listener::builder()
        .bind("0.0.0.0:0")
        .serve(service_fn(echo))
        .await
        .unwrap();
    assert!(running.url().starts_with("http://127.0.0.1:"));
    assert!(running.local_addr().ip().is_unspecified());
}

#[tokio::test]
async fn an_address_in_use_is_named_in_the_error() {
    let running = running().await;
    let again = Listener::builder()
        .bind(running.local_addr())
        .serve(service_fn(echo))
        .await;
    let message = again.unwrap_err().to_string();
    assert_eq!(
        message,
        format!("cannot listen on {}", running.local_addr())
    );
}

#[tokio::test]
async fn a_path_that_no_request_can_have_is_refused_at_the_start_without_quoting_it() {
    for path in ["/hooks?token=secret", "/hooks#secret", "/secret hooks"] {
        let builder = Listener::builder().path(path);
        let refused = builder.serve(service_fn(echo)).await.unwrap_err();
        assert!(matches!(refused, ServeError::Path), "{path}");
        assert!(!format!("{refused} {refused:?}").contains("secret"));
    }
    let builder = Listener::builder().health_path("/health?deep");
    let refused = builder.serve(service_fn(echo)).await.unwrap_err();
    assert!(matches!(refused, ServeError::Path));
}

#[tokio::test]
async fn another_path_than_the_served_one_is_404() {
    let running = Listener::builder()
        .path("/hooks")
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("ignored").await;
    let answer = client.answer().await;
    assert_eq!(
        (answer.status(), answer.body.as_str()),
        (404, r#"{"error":"not found"}"#)
    );
}

#[tokio::test]
async fn slow_headers_end_the_connection_at_the_header_timeout() {
    let running = running().await;
    let start = tokio::time::Instant::now();
    let mut client = Client::connect(running.local_addr()).await;
    client.send("POST / HTTP/1.1\r\nhos").await;
    assert_eq!(client.rest().await, "");
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_connection_that_says_nothing_ends_at_the_header_timeout() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_kept_alive_connection_may_pause_longer_than_the_header_timeout() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    client.post("a").await;
    assert_eq!(client.answer().await.body, "a");
    tokio::time::sleep(Duration::from_millis(300)).await;
    client.post("b").await;
    assert_eq!(client.answer().await.body, "b");
    let start = tokio::time::Instant::now();
    assert_eq!(client.rest().await, "");
    assert!(
        start.elapsed() >= Duration::from_millis(500),
        "idle time is its own"
    );
}

#[tokio::test]
async fn a_slow_second_head_ends_the_connection_like_a_slow_first_one() {
    let running = Listener::builder()
        .header_read_timeout(Duration::from_millis(150))
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("a").await;
    client.answer().await;
    client.send("POST / HT").await;
    // The idle timeout would be a minute.
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn what_is_not_http_is_answered_400_with_a_short_body() {
    let running = running().await;
    for garbage in [
        "\x16\x03\x01 not http\r\n\r\n",
        "GET\r\n\r\n",
        "POST / HTTP/9.9\r\n\r\n",
    ] {
        let mut client = Client::connect(running.local_addr()).await;
        client.send(garbage).await;
        assert_refused(&mut client, 400, r#"{"error":"bad request"}"#).await;
    }
}

/// Reads an answer, which has to be this one, and after which the connection has to end.
async fn assert_refused(client: &mut Client, status: u16, body: &str) {
    let answer = client.answer().await;
    assert_eq!((answer.status(), answer.body.as_str()), (status, body));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("connection"), Some("close"));
    assert!(answer.header("date").is_some());
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn http_2_is_disconnected_without_an_answer() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn what_is_not_http_is_refused_in_the_same_way_after_a_request() {
    let running = running().await;
    let request = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na";
    // In one piece with it, and once it has its answer.
    for together in [true, false] {
        let mut client = Client::connect(running.local_addr()).await;
        if together {
            client.send(format!("{request}not http\r\n\r\n")).await;
            assert_eq!(client.answer().await.body, "a");
        } else {
            client.send(request).await;
            assert_eq!(client.answer().await.body, "a");
            client.send("not http\r\n\r\n").await;
        }
        assert_refused(&mut client, 400, r#"{"error":"bad request"}"#).await;
    }
}

#[tokio::test]
async fn an_answer_of_the_service_that_looks_like_a_refusal_stays_as_it_is() {
    for code in [StatusCode::BAD_REQUEST, StatusCode::URI_TOO_LONG] {
        let service = service_fn(move |request: Request<RequestBody>| async move {
            drop(request);
            Ok::<_, Infallible>(status(code))
        });
        let running = Listener::builder().serve(service).await.unwrap();
        let mut client = Client::connect(running.local_addr()).await;
        // The second one is buffered already when the first one is answered.
        client
            .send("GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(2))
            .await;
        for _ in 0..2 {
            let answer = client.answer().await;
            assert_eq!((answer.status(), answer.body.as_str()), (code.as_u16(), ""));
            assert_eq!(answer.header("content-type"), None);
        }
        client.send("not http\r\n\r\n").await;
        assert_refused(&mut client, 400, r#"{"error":"bad request"}"#).await;
    }
}

#[tokio::test]
async fn conflicting_lengths_are_refused_by_the_protocol_itself() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab")
        .await;
    assert_eq!(client.answer().await.status(), 400);
}

#[tokio::test]
async fn too_long_a_head_is_answered_431() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    let long = "x".repeat(5000);
    client
        .send(format!(
            "POST / HTTP/1.1\r\nhost: x\r\nlong: {long}\r\n\r\n"
        ))
        .await;
    assert_refused(&mut client, 431, r#"{"error":"head too large"}"#).await;
}

#[tokio::test]
async fn too_long_a_uri_is_answered_414() {
    let running = Listener::builder()
        .header_size_limit(100_000)
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    let long = "x".repeat(70_000);
    client
        .send(format!("POST /{long} HTTP/1.1\r\nhost: x\r\n\r\n"))
        .await;
    assert_refused(&mut client, 414, r#"{"error":"uri too long"}"#).await;
}

#[tokio::test]
async fn too_many_headers_are_answered_431() {
    for (limit, sent, expected) in [
        (10, 11, 431),
        (10, 9, 200),
        (100, 101, 431),
        (200, 150, 200),
    ] {
        let running = Listener::builder()
            .header_count_limit(limit)
            .serve(service_fn(echo))
            .await
            .unwrap();
        let mut client = Client::connect(running.local_addr()).await;
        let headers: String = (1..sent).map(|n| format!("h{n}: v\r\n")).collect();
        client
            .send(format!("POST / HTTP/1.1\r\nhost: x\r\n{headers}\r\n"))
            .await;
        assert_eq!(
            client.answer().await.status(),
            expected,
            "{sent} of {limit}"
        );
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    let requests: String = (0..50)
        .map(|n| format!("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{n:02}"))
        .collect();
    client.send(requests).await;
    for n in 0..50 {
        assert_eq!(client.answer().await.body, format!("{n:02}"));
    }
}

#[tokio::test]
async fn http_1_0_is_answered_and_the_connection_closed() {
    let running = running().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.0\r\ncontent-length: 2\r\n\r\nhi")
        .await;
    let all = client.rest().await;
    assert!(all.starts_with("HTTP/1.0 200"), "{all}");
    assert!(all.ends_with("\r\n\r\nhi"), "{all}");
}

#[tokio::test]
async fn without_keep_alive_every_connection_serves_one_request() {
    let running = Listener::builder()
        .keep_alive(false)
        .serve(service_fn(echo))
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("a").await;
    assert!(client.rest().await.ends_with("\r\n\r\na"));
}

#[tokio::test]
async fn the_service_sees_where_a_request_came_from() {
    let service = service_fn(|request: Request<RequestBody>| async move {
        let peer = request.body().peer_addr().to_string();
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(peer))))
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("").await;
    assert_eq!(
        client.answer().await.body,
        client.0.local_addr().unwrap().to_string()
    );
}

#[tokio::test]
async fn a_ready_made_socket_is_listened_on() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let running = Listener::builder()
        .socket(socket)
        .serve(service_fn(echo))
        .await
        .unwrap();
    assert_eq!(running.local_addr(), address);
    let mut client = Client::connect(address).await;
    client.post("x").await;
    assert_eq!(client.answer().await.body, "x");
}
