use wazzup_transport::{ErrorKind, Proxy, Request};

use crate::{
    LIST, builder,
    server::{Connection, Server, answer},
};

/// A proxy that is also what is behind it.
async fn proxy(consent: &'static str) -> Server {
    Server::start(move |_, mut connection: Connection| async move {
        connection.read().await;
        connection.write(consent).await;
        while connection.read().await.is_some() {
            connection.write(&answer(200, "", "{}")).await;
        }
    })
    .await
}

#[tokio::test]
async fn calls_go_through_the_proxy() {
    let server = proxy("HTTP/1.1 200 OK\r\n\r\n").await;
    let uri = server.url.replace("http://", "http://user:hush@");
    let transport = builder("http://api.example.com")
        .proxy(Proxy::all(&uri).unwrap())
        .build()
        .unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
    let requests = server.requests();
    assert!(
        requests[0].starts_with("CONNECT api.example.com:80 HTTP/1.1\r\n"),
        "{requests:?}"
    );
    assert!(requests[0].contains("Proxy-Authorization: Basic dXNlcjpodXNo"));
    assert!(
        requests[1].starts_with("GET /v3/users HTTP/1.1\r\n"),
        "{requests:?}"
    );
    assert!(
        !requests[0].contains("hush-hush"),
        "the credential is not for the proxy"
    );
}

#[tokio::test]
async fn a_proxy_that_declines_is_no_connection() {
    let server = proxy("HTTP/1.1 407 No\r\n\r\n").await;
    let proxy = Proxy::all(&server.url).unwrap();
    let transport = builder("http://api.example.com")
        .proxy(proxy)
        .no_retry()
        .build()
        .unwrap();
    let error = transport
        .execute::<()>(Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(!error.may_have_executed());
}

#[tokio::test]
async fn exceptions_are_reached_directly() {
    let server = Server::answering(|_| answer(200, "", "{}")).await;
    let proxy = Proxy::with_exceptions("http://127.0.0.1:1", "127.0.0.1").unwrap();
    let transport = builder(&server.url).proxy(proxy).build().unwrap();
    transport.execute::<()>(Request::new(&LIST)).await.unwrap();
}
