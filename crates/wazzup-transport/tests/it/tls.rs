use std::{error::Error, time::Duration};

use tokio::time::Instant;
use wazzup_transport::{CallOptions, ConnectTimeout, ErrorKind, Request};

use crate::{
    SEND, builder,
    server::{Connection, Server},
};

fn has_roots() -> bool {
    cfg!(any(
        feature = "roots-webpki",
        feature = "roots-native",
        feature = "roots-platform"
    ))
}

#[tokio::test]
async fn a_handshake_that_fails_is_no_connection() {
    let server = Server::start(|_, mut connection: Connection| async move {
        connection.write("HTTP/1.1 400 Bad Request\r\n\r\n").await;
        connection.keep().await;
    })
    .await;
    let url = server.url.replace("http", "https");
    let Ok(transport) = builder(&url).build() else {
        assert!(!has_roots());
        return;
    };
    let request = Request::new(&SEND)
        .json("x")
        .options(CallOptions::new().no_retry());
    let error = transport.execute::<()>(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!error.may_have_executed());
}

#[tokio::test]
async fn a_handshake_that_hangs_ends_with_the_time_for_connecting() {
    let server = Server::start(|_, connection: Connection| connection.keep()).await;
    let url = server.url.replace("http", "https");
    let timeout = Duration::from_millis(100);
    let Ok(transport) = builder(&url).connect_timeout(timeout).build() else {
        assert!(!has_roots());
        return;
    };
    let start = Instant::now();
    let request = Request::new(&SEND)
        .json("x")
        .options(CallOptions::new().no_retry());
    let error = transport.execute::<()>(request).await.unwrap_err();
    assert!(start.elapsed() >= timeout);
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!error.may_have_executed());
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(inner) = cause {
        if inner.is::<ConnectTimeout>() {
            return;
        }
        cause = inner.source();
    }
    panic!("not for the time: {error:?}");
}
