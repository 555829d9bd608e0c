//! A bare client on a socket: what really goes over the wire.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::Bed;

/// Sends `request` and reads until the other side closes or `enough` came.
pub(crate) async fn exchange(bed: &Bed, request: &[u8], enough: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut socket = TcpStream::connect(bed.emulator.local_addr().unwrap())
        .await
        .unwrap();
    // A cut request may be refused while it is being written.
    let _ = socket.write_all(request).await;
    let mut answer = Vec::new();
    let mut buffer = [0; 4_096];
    while !enough(&answer) {
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
        }
    }
    answer
}

pub(crate) fn request(bed: &Bed, line: &str, body: &str) -> Vec<u8> {
    format!(
        "{line} HTTP/1.1\r\nhost: emulator\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        bed.key,
        body.len()
    )
    .into_bytes()
}

/// Whether head and body of an answer are all there.
pub(crate) fn whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.unwrap().parse::<usize>().unwrap()
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let bed = Bed::with(wazzup_emulator::Emulator::builder().body_limit(100)).await;
    let body = format!("[{}]", " ".repeat(200));
    let answer = exchange(&bed, &request(&bed, "POST /v3/users", &body), whole).await;
    assert!(answer.starts_with(b"HTTP/1.1 413 "));
    assert_eq!(
        bed.call("POST /v3/users", serde_json::json!("x".repeat(200)))
            .await
            .status,
        413
    );
    let journal = bed.emulator.journal().requests;
    assert_eq!(journal.len(), 2);
    for record in journal {
        let told = (record.method.as_str(), record.uri.path(), record.status);
        let too_large = Some(http::StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(told, ("POST", "/v3/users", too_large));
        assert!(!record.headers.contains_key("authorization"));
    }
}

#[tokio::test]
async fn dropping_it_closes_the_port() {
    let bed = Bed::new().await;
    let address = bed.emulator.local_addr().unwrap();
    drop(bed);
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn shutting_down_ends_open_connections() {
    let bed = Bed::new().await;
    let mut socket = TcpStream::connect(bed.emulator.local_addr().unwrap())
        .await
        .unwrap();
    socket
        .write_all(&request(&bed, "GET /v3/users", ""))
        .await
        .unwrap();
    let mut buffer = [0; 4_096];
    assert!(socket.read(&mut buffer).await.unwrap() > 0);
    bed.emulator.shutdown().await;
    assert!(matches!(socket.read(&mut buffer).await, Ok(0) | Err(_)));
}
