use std::{error::Error as _, sync::Mutex, time::Duration};

use bytes::Bytes;
use tokio::net::TcpListener;
use tower::{layer::layer_fn, util::MapRequest};
use wazzup_transport::{Body, ErrorKind, Next, Point, Request};

use crate::{
    LIST, SEND, builder,
    server::{Connection, Server, answer},
    transport,
};

/// An address where nobody listens.
async fn nobody() -> std::net::SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap()
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_proves_that_nothing_was_executed() {
    let url = format!("http://{}", nobody().await);
    let error = transport(&url)
        .execute::<()>(Request::new(&SEND).json(&1))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4));
    assert!(!error.may_have_executed());
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_post_is_repeated_after_a_connection_that_failed() {
    let address = nobody().await;
    let server = std::sync::Arc::new(Mutex::new(None));
    let starts = std::sync::Arc::clone(&server);
    let transport = builder(&format!("http://{address}"))
        .layer(
            Point::Attempt,
            layer_fn(move |next: Next| {
                let starts = std::sync::Arc::clone(&starts);
                MapRequest::new(next, move |request: http::Request<Body>| {
                    let call = request
                        .extensions()
                        .get::<std::sync::Arc<wazzup_transport::Call>>();
                    if call.unwrap().attempts() == 1 {
                        // The second attempt finds a server.
                        let listener = std::net::TcpListener::bind(address).unwrap();
                        listener.set_nonblocking(true).unwrap();
                        let listener = TcpListener::from_std(listener).unwrap();
                        *starts.lock().unwrap() = Some(Server::on(listener, ok));
                    }
                    request
                })
            }),
        )
        .build()
        .unwrap();
    let reply = transport
        .execute_raw(Request::new(&SEND).json(&1))
        .await
        .unwrap();
    assert_eq!(reply.attempts(), 2);
    assert_eq!(server.lock().unwrap().as_ref().unwrap().requests().len(), 1);
}

async fn ok(_: usize, mut connection: Connection) {
    while connection.read().await.is_some() {
        connection.write(&answer(200, "", "{}")).await;
    }
}

#[tokio::test]
async fn connections_are_kept_and_used_again() {
    let server = Server::start(ok).await;
    let transport = transport(&server.url);
    for _ in 0..20 {
        transport.execute::<()>(Request::new(&LIST)).await.unwrap();
        transport
            .execute::<()>(Request::new(&SEND).json("x"))
            .await
            .unwrap();
    }
    assert_eq!(server.requests().len(), 40);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn another_base_is_another_server_of_the_same_stack() {
    let [first, second] = [Server::start(ok).await, Server::start(ok).await];
    let transport = transport(&first.url);
    let below = format!("{}/below/", second.url).parse().unwrap();
    let other = transport.rebased(below).unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    other.execute::<()>(Request::new(&LIST)).await.unwrap();
    assert!(first.requests()[0].starts_with("GET /v3/users "));
    assert!(second.requests()[0].starts_with("GET /below/v3/users "));
}

#[tokio::test]
async fn idle_connections_are_dropped_after_their_time() {
    let server = Server::start(ok).await;
    let idle = Duration::from_millis(20);
    let transport = builder(&server.url).pool(idle, 1).build().unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    tokio::time::sleep(idle * 3).await;
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_body_can_be_streamed() {
    let server = Server::start(ok).await;
    let body = Body::streaming(http_body_util::Full::new(Bytes::from_static(b"a;b")));
    let request = Request::new(&SEND).body("text/csv".parse().unwrap(), body);
    transport(&server.url).execute::<()>(request).await.unwrap();
    assert!(server.requests()[0].contains("a;b"));
    assert!(server.requests()[0].contains("text/csv"));
}
