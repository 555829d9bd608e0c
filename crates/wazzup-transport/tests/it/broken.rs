use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use wazzup_transport::{CallOptions, Error, ErrorKind, Request};

use crate::{
    LIST, SEND,
    server::{Connection, Server, answer},
    transport,
};

const SHORT: Duration = Duration::from_millis(200);

/// The errors of a GET and a POST.
async fn errors(server: &Server) -> [Error; 2] {
    let transport = transport(&server.url);
    let options = || CallOptions::new().attempt_timeout(SHORT);
    let get = transport
        .execute::<()>(Request::new(&LIST).options(options()))
        .await;
    let post = transport
        .execute::<()>(Request::new(&SEND).json("x").options(options()))
        .await;
    [get.unwrap_err(), post.unwrap_err()]
}

/// A GET is tried four times, a POST once and with a doubt.
fn check(errors: [Error; 2], kind: ErrorKind, server: &Server) {
    let [get, post] = errors;
    assert_eq!((get.kind(), get.attempts()), (kind, 4), "{get:?}");
    assert_eq!((post.kind(), post.attempts()), (kind, 1), "{post:?}");
    assert!(get.may_have_executed() && post.may_have_executed());
    assert!(!post.is_retryable(false) && post.is_retryable(true));
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn a_connection_closed_before_the_answer() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
    })
    .await;
    check(errors(&server).await, ErrorKind::Closed, &server);
}

#[tokio::test]
async fn half_of_a_head() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection.write("HTTP/1.1 200 OK\r\nContent-Le").await;
    })
    .await;
    check(errors(&server).await, ErrorKind::Closed, &server);
}

#[tokio::test]
async fn half_of_a_body() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection
            .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            .await;
    })
    .await;
    check(errors(&server).await, ErrorKind::Closed, &server);
}

#[tokio::test]
async fn a_refusal_without_the_rest_of_its_body_stays_one() {
    let whole = answer(400, "", "no such chat");
    let head = whole.len() - "no such chat".len();
    for silent in [false, true] {
        // Silence takes its time, and is the same at each byte.
        for length in (head..whole.len()).step_by(if silent { 11 } else { 1 }) {
            let part = whole[..length].to_owned();
            let server = Server::start(move |_, mut connection: Connection| {
                let part = part.clone();
                async move {
                    connection.read().await;
                    connection.write(&part).await;
                    if silent {
                        connection.keep().await;
                    }
                }
            })
            .await;
            for error in errors(&server).await {
                assert_eq!(
                    (error.kind(), error.attempts(), error.status()),
                    (ErrorKind::Rejected, 1, Some(StatusCode::BAD_REQUEST)),
                    "{length} {silent}"
                );
                assert!(error.is_cut_off() && !error.is_retryable(true));
                assert!(std::error::Error::source(&error).is_some());
            }
            assert_eq!(server.requests().len(), 2);
        }
    }
}

#[tokio::test]
async fn no_http_at_all() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection.write_bytes(b"\x16\x03\x01 hello\r\n\r\n").await;
    })
    .await;
    check(errors(&server).await, ErrorKind::Closed, &server);
}

#[tokio::test]
async fn silence_instead_of_a_head() {
    let server = Server::start(|_, connection: Connection| connection.keep()).await;
    check(errors(&server).await, ErrorKind::Timeout, &server);
}

#[tokio::test]
async fn silence_instead_of_the_rest_of_the_body() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection
            .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            .await;
        connection.keep().await;
    })
    .await;
    check(errors(&server).await, ErrorKind::Timeout, &server);
}

#[tokio::test]
async fn a_body_that_drips_does_not_keep_a_call_for_ever() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection
            .write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            .await;
        let mut drip = tokio::time::interval(Duration::from_millis(10));
        loop {
            drip.tick().await;
            connection.write("x").await;
        }
    })
    .await;
    let start = Instant::now();
    let options = CallOptions::new().total_timeout(SHORT);
    let request = Request::new(&SEND).json("x").options(options);
    let error = transport(&server.url)
        .execute::<()>(request)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.may_have_executed());
    assert!(start.elapsed() < SHORT * 5);
}

#[tokio::test]
async fn an_answer_lost_halfway_is_got_again() {
    let server = Server::start(|number, mut connection: Connection| async move {
        while connection.read().await.is_some() {
            if number == 0 {
                connection
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1")
                    .await;
                return;
            }
            connection.write(&answer(200, "", "12")).await;
        }
    })
    .await;
    let number: u32 = transport(&server.url)
        .execute(Request::new(&LIST))
        .await
        .unwrap();
    assert_eq!(number, 12);
    assert_eq!(server.requests().len(), 2);
}
