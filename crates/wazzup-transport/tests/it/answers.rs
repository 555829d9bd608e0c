use std::time::{Duration, SystemTime};

use tokio::time::Instant;
use wazzup_transport::{CallOptions, ErrorKind, Request};

use crate::{
    GET, LIST, SEND, builder,
    server::{Server, answer},
    transport,
};

#[tokio::test]
async fn a_call_is_sent_as_it_should_be() {
    let server = Server::answering(|_| answer(200, "", "[1,2]")).await;
    let numbers: Vec<u32> = transport(&server.url)
        .execute(Request::new(&LIST).query("offset", 7))
        .await
        .unwrap();
    assert_eq!(numbers, [1, 2]);

    let request = server.requests().concat().to_lowercase();
    assert!(
        request.starts_with("get /v3/users?offset=7 http/1.1\r\n"),
        "{request}"
    );
    for header in [
        "authorization: bearer hush-hush",
        "accept: application/json",
        "host: 127.0.0.1",
    ] {
        assert!(request.contains(header), "{request}");
    }
}

#[tokio::test]
async fn a_json_body_is_sent_with_its_length() {
    let server = Server::answering(|_| answer(201, "", "{\"messageId\":\"m\"}")).await;
    let reply = transport(&server.url)
        .execute_raw(Request::new(&SEND).json(&[1]))
        .await
        .unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 1));
    let request = server.requests().concat().to_lowercase();
    assert!(
        request.contains("content-length: 3\r\n") && request.ends_with("\r\n\r\n[1]"),
        "{request}"
    );
}

#[tokio::test]
async fn a_401_is_tried_once() {
    for endpoint in [&LIST, &SEND] {
        let server = Server::answering(|_| answer(401, "", "")).await;
        let error = transport(&server.url)
            .execute::<()>(Request::new(endpoint))
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Unauthorized, 1)
        );
        assert!(!error.may_have_executed());
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_get_is_repeated_on_503_and_a_post_is_not() {
    let server =
        Server::answering(|number| answer(if number < 2 { 503 } else { 200 }, "", "")).await;
    let reply = transport(&server.url)
        .execute_raw(Request::new(&LIST))
        .await
        .unwrap();
    assert_eq!(reply.attempts(), 3);

    let server = Server::answering(|_| answer(503, "", "busy")).await;
    let error = transport(&server.url)
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
    assert!(error.may_have_executed());
    assert_eq!(error.body(), "busy");
    assert_eq!(server.requests().len(), 1);
}

/// How long the repeat of a refused request waited.
async fn waited(headers: impl Fn() -> String + Send + Sync + 'static) -> Duration {
    let server = Server::answering(move |number| match number {
        0 => answer(429, &headers(), ""),
        _ => answer(201, "", "{}"),
    })
    .await;
    let transport = builder(&server.url)
        .cooldown(Duration::from_millis(300), Duration::from_secs(60))
        .build()
        .unwrap();
    let start = Instant::now();
    let reply = transport.execute_raw(Request::new(&SEND)).await.unwrap();
    assert_eq!(reply.attempts(), 2);
    start.elapsed()
}

#[tokio::test]
async fn a_429_is_waited_for_as_long_as_it_says() {
    let seconds = waited(|| "Retry-After: 1\r\n".to_owned()).await;
    assert!(seconds >= Duration::from_secs(1), "{seconds:?}");

    let date = waited(|| {
        let now = SystemTime::now();
        let [date, then] = [now, now + Duration::from_secs(1)].map(httpdate::fmt_http_date);
        format!("Date: {date}\r\nRetry-After: {then}\r\n")
    })
    .await;
    assert!(date >= Duration::from_secs(1), "{date:?}");

    let silent = waited(String::new).await;
    assert!(
        silent >= Duration::from_millis(300) && silent < Duration::from_secs(1),
        "{silent:?}"
    );

    let zero = waited(|| "Retry-After: 0\r\n".to_owned()).await;
    assert!(zero < Duration::from_millis(300), "{zero:?}");
}

#[tokio::test]
async fn a_429_that_asks_for_a_year_comes_back_at_once() {
    let server =
        Server::answering(|_| answer(429, "Retry-After: 18446744073709551616\r\n", "")).await;
    let error = transport(&server.url)
        .execute::<()>(Request::new(&SEND))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 1)
    );
    assert!(error.retry_after().unwrap() > Duration::from_secs(1_000_000));
    assert!(error.is_retryable(false));
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_not_read() {
    let long = answer(200, "", &"x".repeat(2000));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
        format!("64\r\n{}\r\n", "x".repeat(100)).repeat(20)
    );
    for text in [long, chunked] {
        let server = Server::answering(move |_| text.clone()).await;
        let transport = builder(&server.url).body_limit(1000).build().unwrap();
        let error = transport
            .execute::<()>(Request::new(&LIST))
            .await
            .unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    }
}

#[tokio::test]
async fn an_error_shows_neither_path_nor_secret() {
    let server = Server::answering(|_| answer(400, "", "79990000000 is wrong")).await;
    let url = server.url.clone();
    let transport = transport(&url);
    let request = || {
        Request::new(&GET)
            .path("id", "79990000000")
            .query("q", "hush")
    };
    let refused = transport.execute::<()>(request()).await.unwrap_err();
    drop(server);
    let options = CallOptions::new().no_retry();
    let lost = transport
        .execute::<()>(request().options(options))
        .await
        .unwrap_err();
    for error in [refused, lost] {
        let shown = format!("{error} {error:?} {transport:?}");
        assert!(
            !shown.contains("7999") && !shown.contains("hush"),
            "{shown}"
        );
        assert!(!shown.contains("/v3/users"), "{shown}");
    }
}
