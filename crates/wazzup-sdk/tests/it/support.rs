//! A listener seen from the network.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The host with the port, and the path.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split_at(rest.find('/').unwrap())
}

/// Posts JSON with a header or none, and gives the status.
pub(crate) async fn post(url: &str, header: Option<(&str, &str)>, body: &str) -> u16 {
    let (host, path) = parts(url);
    let mut stream = TcpStream::connect(host).await.unwrap();
    let header = header.map_or_else(String::new, |(name, value)| format!("{name}: {value}\r\n"));
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{header}\
         content-type: application/json; charset-utf-8\r\ncontent-length: {}\r\n\r\n",
        body.len(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

/// Ends when nobody listens there any more.
pub(crate) async fn closed(url: &str) {
    let (host, _) = parts(url);
    let refused = async {
        while TcpStream::connect(host).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), refused)
        .await
        .unwrap();
}
