//! Uploads whose connection breaks: what came stays, and the client goes on from there.

use bytes::Bytes;
use futures_util::stream;
use http::Request;
use http_body::Frame;
use http_body_util::StreamBody;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tower::ServiceExt as _;
use wazzup_emulator::Fault;

use crate::whatsapp_support::Graph;
use crate::wire::exchange;

const LENGTH: usize = 10;

impl Graph {
    /// A session for ten bytes, as the path of its requests.
    async fn session(&self) -> String {
        let start = format!(
            "POST /v25.0/{}/uploads?file_name=a.png&file_length={LENGTH}&file_type=image/png",
            self.config.app_id
        );
        let session = self.call(&start, None).await.json();
        format!("/v25.0/{}", session["id"].as_str().unwrap())
    }

    /// A request of an upload as it goes over a socket, with as much of its body as there is here.
    fn upload_from(&self, path: &str, token: &str, offset: usize, body: &str) -> Vec<u8> {
        format!(
            "POST {path} HTTP/1.1\r\nhost: emulator\r\nauthorization: OAuth {token}\r\n\
             file_offset: {offset}\r\ncontent-length: {}\r\n\r\n{body}",
            LENGTH - offset,
        )
        .into_bytes()
    }

    async fn offset(&self, path: &str) -> u64 {
        let answer = self.call(&format!("GET {path}"), None).await.json();
        answer["file_offset"].as_u64().unwrap()
    }

    /// How many requests the journal has that got no answer.
    fn unanswered(&self) -> usize {
        let journal = self.bed.emulator.journal();
        let requests = journal.requests.iter();
        requests.filter(|request| request.status.is_none()).count()
    }

    /// Sends these bytes and hangs up; ends when the journal has the request.
    async fn hang_up_after(&self, request: &[u8]) {
        let before = self.unanswered();
        let address = self.bed.emulator.local_addr().unwrap();
        let mut socket = TcpStream::connect(address).await.unwrap();
        socket.write_all(request).await.unwrap();
        drop(socket);
        self.bed
            .emulator
            .wait_until(|_| (self.unanswered() > before).then_some(()))
            .await;
    }
}

fn handle(answer: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(answer);
    let (_, body) = text.split_once("\r\n\r\n")?;
    let body: Value = serde_json::from_str(body).ok()?;
    body["h"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn what_came_before_the_client_hung_up_stays() {
    let graph = Graph::new().await;
    let path = graph.session().await;
    let token = graph.config.access_token.as_str();
    graph
        .hang_up_after(&graph.upload_from(&path, token, 0, "0123"))
        .await;
    assert_eq!(graph.offset(&path).await, 4);
    graph
        .hang_up_after(&graph.upload_from(&path, token, 4, "45"))
        .await;
    assert_eq!(graph.offset(&path).await, 6);
    let rest = graph.upload_from(&path, token, 6, "6789");
    let answer = exchange(&graph.bed, &rest, |answer| handle(answer).is_some()).await;
    assert!(handle(&answer).unwrap().starts_with("4::"));
}

#[tokio::test]
async fn a_fault_that_cuts_the_request_leaves_the_bytes_before_it() {
    let graph = Graph::new().await;
    let path = graph.session().await;
    let token = graph.config.access_token.as_str();
    let full = graph.upload_from(&path, token, 0, "0123456789");
    let head = full.len() - LENGTH;
    let cuts = [(head - 1, 0), (head, 0), (head + 1, 1)];
    for (written, (cut, there)) in (1..).zip(cuts) {
        let fault = Fault::on("POST *").cut_request_after(cut);
        graph.bed.emulator.inject(fault);
        let answer = exchange(&graph.bed, &full, |_| false).await;
        assert!(answer.is_empty());
        graph
            .bed
            .emulator
            .wait_until(|_| (graph.unanswered() == written).then_some(()))
            .await;
        assert!(graph.bed.emulator.faults().is_empty());
        assert_eq!(graph.offset(&path).await, there, "{cut} of {head}");
    }
}

#[tokio::test]
async fn a_part_is_judged_as_a_whole_request_is() {
    let graph = Graph::new().await;
    let path = graph.session().await;
    let (token, stranger) = (&graph.config.access_token, &graph.config.stranger_token);
    let unsigned = path.split_once('?').unwrap().0;
    for broken in [
        graph.upload_from(&path, "nobody", 0, "0123"),
        graph.upload_from(&path, stranger, 0, "0123"),
        graph.upload_from(unsigned, token, 0, "0123"),
        graph.upload_from(&path, token, 5, "0123"),
    ] {
        graph.hang_up_after(&broken).await;
        assert_eq!(graph.offset(&path).await, 0);
    }
}

#[tokio::test]
async fn without_a_socket_a_body_that_fails_leaves_what_came_too() {
    let graph = Graph::new().await;
    let path = graph.session().await;
    let came = Ok(Frame::data(Bytes::from_static(b"012")));
    let gone = Err(std::io::Error::other("gone"));
    let request = Request::post(&path)
        .header(
            "authorization",
            format!("Bearer {}", graph.config.access_token),
        )
        .header("file_offset", "0")
        .body(StreamBody::new(stream::iter([came, gone])))
        .unwrap();
    let service = graph.bed.emulator.service();
    assert!(service.oneshot(request).await.is_err());
    assert_eq!(graph.offset(&path).await, 3);
}
