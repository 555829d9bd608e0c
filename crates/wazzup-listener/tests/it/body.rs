use std::time::Duration;

use http::{Request, StatusCode};
use tower::service_fn;
use wazzup_listener::{Listener, RequestBody, Running};

use crate::support::{Client, echo, status};

async fn limited() -> Running {
    Listener::builder()
        .body_limit(10)
        .body_read_timeout(Duration::from_millis(100))
        .serve(service_fn(echo))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_passes() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client.post("0123456789").await;
    let answer = client.answer().await;
    assert_eq!((answer.status(), answer.body.as_str()), (200, "0123456789"));
}

#[tokio::test]
async fn a_body_announced_too_large_is_refused_before_it_is_sent() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 11\r\n\r\n")
        .await;
    let answer = client.answer().await;
    assert_eq!(
        (answer.status(), answer.body.as_str()),
        (413, r#"{"error":"body too large"}"#)
    );
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_client_that_sends_a_large_body_anyway_still_reads_its_413() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client.post(&"x".repeat(300_000)).await;
    assert_eq!(client.answer().await.status(), 413);
}

#[tokio::test]
async fn a_chunked_body_is_refused_once_it_passes_the_limit_whatever_the_service_says() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n6\r\n012345\r\n")
        .await;
    client.send("5\r\n01234\r\n0\r\n\r\n").await;
    let answer = client.answer().await;
    assert_eq!(
        (answer.status(), answer.body.as_str()),
        (413, r#"{"error":"body too large"}"#)
    );
}

#[tokio::test]
async fn a_chunked_body_within_the_limit_passes_and_the_connection_goes_on() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    for _ in 0..3 {
        client
            .send("POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n")
            .await;
        client.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").await;
        assert_eq!(client.answer().await.body, "abcde");
    }
}

#[tokio::test]
async fn a_slow_body_is_answered_408() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf")
        .await;
    let answer = client.answer().await;
    assert_eq!(answer.status(), 408);
    assert_eq!(answer.body, r#"{"error":"body not received in time"}"#);
}

#[tokio::test]
async fn a_body_that_trickles_gets_no_more_time_than_one_that_stalls() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n")
        .await;
    let (mut read, mut write) = client.0.split();
    let trickle = async {
        use tokio::io::AsyncWriteExt;
        let mut tick = tokio::time::interval(Duration::from_millis(40));
        for _ in 0..9 {
            tick.tick().await;
            if write.write_all(b"x").await.is_err() {
                break;
            }
        }
    };
    let read = async {
        use tokio::io::AsyncReadExt;
        let mut head = [0; 12];
        read.read_exact(&mut head).await.unwrap();
        head
    };
    let (_, head) = tokio::join!(trickle, read);
    assert_eq!(&head, b"HTTP/1.1 408");
}

#[tokio::test]
async fn a_service_that_reads_late_is_not_blamed_on_the_client() {
    let service = service_fn(|request: Request<RequestBody>| async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        echo(request).await
    });
    let running = Listener::builder()
        .body_read_timeout(Duration::from_millis(100))
        .serve(service)
        .await
        .unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post("hello").await;
    assert_eq!(client.answer().await.body, "hello");
}

#[tokio::test]
async fn an_answer_before_the_body_is_read_leaves_the_connection_usable() {
    let service = service_fn(|request: Request<RequestBody>| async move {
        if request.method() == "PUT" {
            echo(request).await
        } else {
            Ok(status(StatusCode::UNAUTHORIZED))
        }
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client.post(&"x".repeat(200_000)).await;
    assert_eq!(client.answer().await.status(), 401);
    client
        .send("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi")
        .await;
    assert_eq!(client.answer().await.body, "hi");
}

#[tokio::test]
async fn expect_100_continue_is_answered_when_the_service_wants_the_body() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n")
        .await;
    assert_eq!(client.answer().await.status(), 100);
    client.send("hi").await;
    assert_eq!(client.answer().await.body, "hi");
}

#[tokio::test]
async fn expect_100_continue_of_too_large_a_body_is_answered_413_without_it() {
    let running = limited().await;
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 20\r\n\r\n")
        .await;
    assert_eq!(client.answer().await.status(), 413);
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_body_shorter_than_announced_reaches_the_service_as_an_error() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let service = service_fn(move |request: Request<RequestBody>| {
        let tell = tell.clone();
        async move {
            use http_body_util::BodyExt;
            tell.send(request.into_body().collect().await.unwrap_err().to_string())
                .unwrap();
            Ok::<_, std::convert::Infallible>(status(StatusCode::OK))
        }
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    client
        .send("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf")
        .await;
    drop(client);
    assert_eq!(
        crate::support::within(told.recv()).await.unwrap(),
        "the body broke off"
    );
}

#[tokio::test]
async fn a_body_may_be_read_in_pieces_in_another_task_or_after_a_pause() {
    // What the connection's own turn has to do with the body differs in each of these.
    let service = service_fn(|request: Request<RequestBody>| async move {
        match request.uri().path() {
            "/task" => tokio::spawn(echo(request)).await.unwrap(),
            "/pause" => {
                let answer = echo(request).await;
                tokio::task::yield_now().await;
                answer
            }
            _ => echo(request).await,
        }
    });
    let running = Listener::builder().serve(service).await.unwrap();
    let mut client = Client::connect(running.local_addr()).await;
    let large = "x".repeat(200_000);
    for path in ["/task", "/pause", "/", "/task", "/"] {
        for body in ["hello", &*large] {
            let length = body.len();
            let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\n");
            let sized = format!("{head}content-length: {length}\r\n\r\n{body}");
            let chunked = format!(
                "{head}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{body}\r\n0\r\n\r\n"
            );
            for request in [&sized, &chunked] {
                client.send(request).await;
                assert_eq!(client.answer().await.body, body, "{path}");
            }
            // Both at once: the second head is there before the first body is taken.
            client.send(sized.clone() + &chunked).await;
            for _ in 0..2 {
                assert_eq!(client.answer().await.body, body, "{path}");
            }
        }
    }
}
