use wazzup_transport::{ErrorKind, Request};

use crate::{
    LIST, builder,
    server::{Connection, Server},
    transport,
};

/// `[1,2]`, and a thousand spaces, compressed.
const ZIPPED: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 139, 54, 212, 49, 138, 85, 24, 5, 163, 96, 20, 12, 123, 0, 0,
    74, 117, 136, 246, 237, 3, 0, 0,
];

async fn server() -> Server {
    Server::start(|_, mut connection: Connection| async move {
        while connection.read().await.is_some() {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
                ZIPPED.len()
            );
            connection.write(&head).await;
            connection.write_bytes(ZIPPED).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_compressed_answer_is_read() {
    let server = server().await;
    let numbers: Vec<u32> = transport(&server.url)
        .execute(Request::new(&LIST))
        .await
        .unwrap();
    assert_eq!(numbers, [1, 2]);
    assert!(
        server.requests()[0]
            .to_lowercase()
            .contains("accept-encoding: gzip")
    );
}

#[tokio::test]
async fn the_limit_is_that_of_the_decoded_body() {
    let server = server().await;
    let transport = builder(&server.url).body_limit(500).build().unwrap();
    let error = transport
        .execute::<()>(Request::new(&LIST))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn it_can_be_switched_off() {
    let server = server().await;
    let transport = builder(&server.url).gzip(false).build().unwrap();
    let reply = transport.execute_raw(Request::new(&LIST)).await.unwrap();
    assert_eq!(reply.body(), ZIPPED);
    assert!(
        !server.requests()[0]
            .to_lowercase()
            .contains("accept-encoding")
    );
}
