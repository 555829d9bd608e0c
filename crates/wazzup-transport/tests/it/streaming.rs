//! Answers that are read as they come, and bodies that are sent as they are made.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use wazzup_transport::{
    Body, CallOptions, Endpoint, ErrorDetails, ErrorKind, Request,
    multipart::{Form, Part},
};

use crate::{
    LIST, SEND, builder,
    server::{Connection, Server, answer},
    transport,
};

const UPLOAD: Endpoint = Endpoint::post("media.upload", "/media");

#[tokio::test]
async fn a_body_is_read_as_it_comes() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection
            .write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Kind: a\r\n\r\nabc")
            .await;
        connection.keep().await;
    })
    .await;
    let transport = transport(&server.url);
    let mut reply = transport
        .execute_streaming(Request::new(&LIST))
        .await
        .unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    assert_eq!(reply.content_length(), Some(6));
    assert_eq!(reply.headers()["x-kind"], "a");
    assert_eq!(reply.body_mut().chunk().await.unwrap().unwrap(), "abc");
    let request = server.requests().concat().to_lowercase();
    assert!(request.contains("accept: */*\r\n"), "{request}");
    let shown = format!("{reply:?}") + &format!("{:?}", reply.into_body());
    assert!(
        shown.contains("read: 3") && !shown.contains("abc"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_body_larger_than_the_limit_of_answers_is_no_matter_unless_a_limit_is_set() {
    let server = Server::answering(|_| answer(200, "", &"x".repeat(5000))).await;
    let transport = builder(&server.url).body_limit(1000).build().unwrap();
    let reply = transport
        .execute_streaming(Request::new(&LIST))
        .await
        .unwrap();
    let body = reply.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body.len(), 5000);

    let options = CallOptions::new().body_limit(4999);
    let request = Request::new(&LIST).options(options);
    let reply = transport.execute_streaming(request).await.unwrap();
    let error = reply.into_body().collect().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    assert_eq!(error.status().unwrap(), 200);

    let options = CallOptions::new().body_limit(5000);
    let whole = transport
        .execute_raw(Request::new(&LIST).options(options))
        .await
        .unwrap();
    assert_eq!(whole.body().len(), 5000);
}

#[tokio::test]
async fn an_error_status_is_read_and_becomes_the_usual_error() {
    let server = Server::answering(|number| match number {
        0 => answer(503, "", "busy"),
        _ => answer(404, "", "NO_MEDIA"),
    })
    .await;
    let transport = transport(&server.url).with_error_decoder(|_, body: &[u8]| {
        ErrorDetails::new().code(String::from_utf8_lossy(body))
    });
    let error = transport
        .execute_streaming(Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
    assert_eq!(
        (error.code(), error.body().as_ref()),
        (Some("NO_MEDIA"), &b"NO_MEDIA"[..])
    );
}

#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_once_and_then_nothing() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.read().await;
        connection
            .write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
            .await;
    })
    .await;
    let mut reply = transport(&server.url)
        .execute_streaming(Request::new(&LIST))
        .await
        .unwrap();
    let body = reply.body_mut();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    let error = body.chunk().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Closed, "users.list")
    );
    assert!(error.may_have_executed());
    assert!(body.chunk().await.is_none());
}

#[tokio::test]
async fn a_head_that_does_not_come_ends_after_the_time_of_the_attempt() {
    let server = Server::start(|_, connection: Connection| connection.keep()).await;
    let options = CallOptions::new()
        .attempt_timeout(Duration::from_millis(50))
        .no_retry();
    let request = Request::new(&LIST).options(options);
    let error = transport(&server.url)
        .execute_streaming(request)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_stream_of_known_length_is_sent_with_it_and_once() {
    let server = Server::answering(|_| answer(503, "", "")).await;
    let transport = transport(&server.url);
    let text: &'static [u8] = vec![b'y'; 200_000].leak();
    let octets = http::HeaderValue::from_static("application/octet-stream");
    let request = Request::new(&UPLOAD)
        .body(octets, Body::reader(text, text.len() as u64))
        .options(CallOptions::new().idempotent(true));
    let error = transport.execute_raw(request).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
    let request = server.requests().concat().to_lowercase();
    assert!(request.contains("content-length: 200000\r\n"));
    assert!(!request.contains("transfer-encoding"));
    assert_eq!(
        request.matches('y').count(),
        200_000
            + request
                .split("\r\n\r\n")
                .next()
                .unwrap()
                .matches('y')
                .count()
    );
}

#[tokio::test]
async fn a_stream_that_is_not_as_long_as_said_is_never_sent_whole() {
    let server = Server::answering(|_| answer(200, "", "{}")).await;
    let transport = transport(&server.url);
    for length in [2, 4] {
        let octets = http::HeaderValue::from_static("application/octet-stream");
        let request = Request::new(&UPLOAD).body(octets, Body::reader(&b"abc"[..], length));
        let error = transport.execute_raw(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
    }
    assert!(server.requests().is_empty(), "{:?}", server.requests());
}

#[tokio::test]
async fn a_form_of_bytes_is_sent_again_after_a_refusal_and_one_with_a_stream_is_not() {
    for (stream, attempts) in [(false, 2), (true, 1)] {
        let server = Server::answering(|number| match number {
            0 => answer(429, "Retry-After: 0\r\n", ""),
            _ => answer(200, "", "{}"),
        })
        .await;
        let body = if stream {
            Body::reader(&b"GIF89a"[..], 6)
        } else {
            Body::from(Bytes::from_static(b"GIF89a"))
        };
        let form = Form::new()
            .text("type", "image/gif")
            .part(Part::new("file", body).filename("a.gif"));
        let reply = transport(&server.url)
            .execute_raw(Request::new(&UPLOAD).multipart(form))
            .await;
        let sent = reply.map_or_else(|error| error.attempts(), |reply| reply.attempts());
        assert_eq!(sent, attempts);
        for request in server.requests() {
            let (head, body) = request.split_once("\r\n\r\n").unwrap();
            assert!(
                head.to_lowercase()
                    .contains(&format!("content-length: {}", body.len())),
                "{head}"
            );
            assert!(
                body.contains("name=\"file\"; filename=\"a.gif\"\r\n\r\nGIF89a\r\n--"),
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_connection_whose_body_was_read_is_used_again() {
    let server = Server::answering(|_| answer(200, "", "abc")).await;
    let transport = transport(&server.url);
    for _ in 0..3 {
        let reply = transport
            .execute_streaming(Request::new(&LIST))
            .await
            .unwrap();
        assert_eq!(reply.into_body().collect().await.unwrap().to_bytes(), "abc");
        transport
            .execute_raw(Request::new(&SEND).json("x"))
            .await
            .unwrap();
    }
    assert_eq!(server.connections(), 1);
}
