//! Files: up, looked up, fetched behind the token, deleted; and uploads that go on.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use wazzup_emulator::whatsapp::Incoming;
use wazzup_emulator::{Emulator, JOURNAL_BODY_MAX};

use crate::whatsapp_support::{Graph, Hook, USER, code};

/// The part that every form needs.
const PRODUCT: &[u8] = b"name=\"messaging_product\"\r\n\r\nwhatsapp";

/// The part with the file.
fn file(mime_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("name=\"file\"; filename=\"a b\"\r\ncontent-type: {mime_type}\r\n\r\n");
    [head.as_bytes(), content].concat()
}

impl Graph {
    /// A request with any body, as a client of HTTP makes it.
    async fn raw(&self, request: http::request::Builder, body: impl Into<Bytes>) -> (u16, Vec<u8>) {
        use http_body_util::{BodyExt as _, Full};
        let request = request.body(Full::new(body.into())).unwrap();
        let service = self.bed.emulator.service();
        let answer = service.oneshot(request).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, body.to_vec())
    }

    fn bearer(&self, method: &str, uri: &str) -> http::request::Builder {
        let token = format!("Bearer {}", self.config.access_token);
        http::Request::builder()
            .method(method)
            .uri(uri)
            .header("authorization", token)
    }

    async fn upload(&self, mime_type: &str, content: &[u8]) -> (u16, Value) {
        self.form(&[PRODUCT, &file(mime_type, content)]).await
    }

    /// A form of these parts.
    async fn form(&self, parts: &[&[u8]]) -> (u16, Value) {
        let mut body = Vec::new();
        for part in parts {
            body.extend_from_slice(b"--b\r\ncontent-disposition: form-data; ");
            body.extend_from_slice(part);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let uri = format!("/v25.0/{}/media", self.config.phone_number_id);
        let request = self
            .bearer("POST", &uri)
            .header("content-type", "multipart/form-data; boundary=b");
        let (status, body) = self.raw(request, body).await;
        (status, serde_json::from_slice(&body).unwrap())
    }

    async fn url_of(&self, id: &str) -> String {
        let info = self.call(&format!("GET /v25.0/{id}"), None).await.json();
        let url = info["url"].as_str().unwrap();
        let at = url.find("/whatsapp_business/").unwrap();
        url[at..].to_owned()
    }
}

#[tokio::test]
async fn what_is_uploaded_is_fetched_behind_the_token_until_its_address_ends() {
    let graph = Graph::new().await;
    let (status, uploaded) = graph.upload("image/png", b"a picture").await;
    assert_eq!(status, 200, "{uploaded}");
    let id = uploaded["id"].as_str().unwrap();
    let info = graph.call(&format!("GET /v25.0/{id}"), None).await.json();
    assert_eq!(
        (&info["mime_type"], &info["file_size"]),
        (&json!("image/png"), &json!("9"))
    );

    let url = graph.url_of(id).await;
    let (status, body) = graph.raw(graph.bearer("GET", &url), "").await;
    assert_eq!((status, body.as_slice()), (200, &b"a picture"[..]));
    let (status, _) = graph.raw(http::Request::get(&url), "").await;
    assert_eq!(status, 404);
    let longer = url.replacen("ext=", "ext=9", 1);
    let (status, _) = graph.raw(graph.bearer("GET", &longer), "").await;
    assert_eq!(status, 404);

    graph.pass(Duration::from_secs(301)).await;
    let (status, _) = graph.raw(graph.bearer("GET", &url), "").await;
    assert_eq!(status, 404);
    let url = graph.url_of(id).await;
    let (status, _) = graph.raw(graph.bearer("GET", &url), "").await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn what_is_deleted_is_gone_and_only_its_owner_deletes_it() {
    let graph = Graph::new().await;
    let (_, uploaded) = graph.upload("image/png", b"a picture").await;
    let id = uploaded["id"].as_str().unwrap();
    let other = format!("DELETE /v25.0/{id}?phone_number_id=1");
    assert_eq!(graph.call(&other, None).await.status, 400);
    let route = format!("DELETE /v25.0/{id}");
    assert_eq!(graph.call(&route, None).await.json()["success"], true);
    let answer = graph.call(&format!("GET /v25.0/{id}"), None).await;
    assert_eq!(code(&answer), (400, 100));
}

#[tokio::test]
async fn files_of_an_unknown_type_or_size_are_refused() {
    let graph = Graph::new().await;
    let (status, body) = graph.upload("application/x-odd", b"x").await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!(100)));
    let (status, body) = graph
        .upload("image/png", &vec![0; 5 * 1024 * 1024 + 1])
        .await;
    assert_eq!((status, &body["error"]["code"]), (400, &json!(131_053)));
}

#[tokio::test]
async fn an_upload_that_breaks_off_goes_on_where_it_was() {
    let graph = Graph::new().await;
    let start = format!(
        "POST /v25.0/{}/uploads?file_name=a.png&file_length=10&file_type=image/png",
        graph.config.app_id
    );
    let session = graph.call(&start, None).await.json();
    let uri = format!("/v25.0/{}", session["id"].as_str().unwrap());

    let first = graph.bearer("POST", &uri).header("file_offset", "0");
    let (status, _) = graph.raw(first, "01234").await;
    assert_eq!(status, 200);
    let (_, body) = graph.raw(graph.bearer("GET", &uri), "").await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["file_offset"], 5);
    let again = graph.bearer("POST", &uri).header("file_offset", "0");
    let (status, _) = graph.raw(again, "01234").await;
    assert_eq!(status, 400);
    let rest = graph.bearer("POST", &uri).header("file_offset", "5");
    let (status, body) = graph.raw(rest, "56789").await;
    assert_eq!(status, 200);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert!(body["h"].as_str().unwrap().starts_with("4::"), "{body}");
}

#[tokio::test]
async fn a_form_lacks_nothing_and_its_life_has_bounds() {
    let graph = Graph::new().await;
    let picture = file("image/png", b"a picture");
    let ttl = |minutes: &str| format!("name=\"ttl_minutes\"\r\n\r\n{minutes}").into_bytes();
    let unnamed = b"name=\"file\"\r\ncontent-type: image/png\r\n\r\na picture";
    let untyped = b"name=\"file\"; filename=\"a\"\r\n\r\na picture";
    let other = b"name=\"messaging_product\"\r\n\r\nmessenger";
    for parts in [
        &[&picture[..]][..],
        &[PRODUCT],
        &[other, &picture],
        &[PRODUCT, unnamed],
        &[PRODUCT, untyped],
        &[PRODUCT, &ttl("59"), &picture],
        &[PRODUCT, &ttl("43201"), &picture],
        &[PRODUCT, &ttl("soon"), &picture],
        &[PRODUCT, &file("image/png", b"")],
        &[PRODUCT, &file("application/vnd.odd", b"x")],
    ] {
        let (status, body) = graph.form(parts).await;
        assert_eq!((status, &body["error"]["code"]), (400, &json!(100)));
    }
    let (_, short) = graph.form(&[PRODUCT, &ttl("60"), &picture]).await;
    let (_, long) = graph.form(&[PRODUCT, &picture]).await;
    let there = async |medium: &Value| {
        let id = medium["id"].as_str().unwrap();
        graph.call(&format!("GET /v25.0/{id}"), None).await.status == 200
    };
    graph.pass(Duration::from_secs(3_600)).await;
    assert!(!there(&short).await);
    assert!(there(&long).await);
    graph.pass(Duration::from_secs(30 * 86_400)).await;
    assert!(!there(&long).await);
}

#[tokio::test]
async fn a_file_of_100_mb_goes_up_and_down_and_the_journal_stays_small() {
    const LARGEST: usize = 100 * 1024 * 1024;
    let graph = Graph::new().await;
    let content = vec![b'x'; LARGEST];
    let (status, uploaded) = graph.upload("text/plain", &content).await;
    assert_eq!(status, 200, "{uploaded}");
    let url = graph.url_of(uploaded["id"].as_str().unwrap()).await;
    let (status, body) = graph.raw(graph.bearer("GET", &url), "").await;
    assert_eq!(status, 200);
    assert!(body == content, "{} bytes came back", body.len());
    let kept = graph.bed.emulator.journal().requests;
    assert_eq!(kept.len(), 3);
    for request in kept {
        assert!(request.body.len() <= JOURNAL_BODY_MAX && request.answer.len() <= JOURNAL_BODY_MAX);
    }
    // Elsewhere bodies are as short as ever.
    let uri = format!("/v25.0/{}/messages", graph.config.phone_number_id);
    let (status, _) = graph.raw(graph.bearer("POST", &uri), content).await;
    assert_eq!(status, 413);
}

#[tokio::test]
async fn a_file_comes_over_a_socket_with_its_type_and_name() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let graph = Graph::with(Emulator::builder().listen("127.0.0.1:0").manual_clock()).await;
    let (_, uploaded) = graph.upload("application/pdf", b"a paper").await;
    let id = uploaded["id"].as_str().unwrap();
    let info = graph.call(&format!("GET /v25.0/{id}"), None).await.json();
    let origin = graph.bed.emulator.url();
    let rest = info["url"].as_str().unwrap().strip_prefix(origin).unwrap();
    let address = origin.strip_prefix("http://").unwrap();
    let mut socket = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "GET {rest} HTTP/1.1\r\nhost: a\r\nconnection: close\r\nauthorization: Bearer {}\r\n\r\n",
        graph.config.access_token
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("content-type: application/pdf"), "{head}");
    assert!(
        head.contains("content-disposition: inline; filename=\"a b\""),
        "{head}"
    );
    assert_eq!(body, "a paper");
}

#[tokio::test]
async fn what_a_user_sends_can_be_fetched_for_seven_days() {
    let graph = Graph::new().await;
    let whatsapp = graph.bed.emulator.whatsapp();
    for kind in ["image", "video", "audio", "document", "sticker"] {
        let mut message = json!({ "type": kind });
        message[kind] = json!({ "data": "aGVsbG8=" });
        let id = whatsapp.incoming(Incoming::new(USER, message)).unwrap();
        let body = whatsapp.message(&id).unwrap().body;
        let medium = body[kind]["id"].as_str().unwrap();
        let info = graph
            .call(&format!("GET /v25.0/{medium}"), None)
            .await
            .json();
        assert_eq!(info["mime_type"], body[kind]["mime_type"]);
        assert_eq!(info["sha256"], body[kind]["sha256"]);
        let url = graph.url_of(medium).await;
        let (status, content) = graph.raw(graph.bearer("GET", &url), "").await;
        assert_eq!((status, content.as_slice()), (200, &b"hello"[..]), "{kind}");
    }
    let id = whatsapp.media("image/png", "a picture").unwrap();
    graph.pass(Duration::from_secs(7 * 86_400 - 1)).await;
    let route = format!("GET /v25.0/{id}");
    assert_eq!(graph.call(&route, None).await.status, 200);
    graph.pass(Duration::from_secs(1)).await;
    assert_eq!(code(&graph.call(&route, None).await), (400, 100));
}

#[tokio::test]
async fn a_file_comes_with_an_address_for_five_minutes() {
    let graph = Graph::new().await;
    let hook = Hook::new("").await;
    graph.listen(&hook);
    let whatsapp = graph.bed.emulator.whatsapp();
    let put = whatsapp.media("application/pdf", "a paper").unwrap();
    for (sent, content) in [
        (
            json!({ "type": "image", "image": { "data": "aGVsbG8=" } }),
            "hello",
        ),
        (
            json!({ "type": "document", "document": { "id": put } }),
            "a paper",
        ),
    ] {
        let kind = sent["type"].as_str().unwrap().to_owned();
        whatsapp.incoming(Incoming::new(USER, sent)).unwrap();
        graph.bed.emulator.idle().await;
        let message = hook.items("messages").pop().unwrap();
        let url = message[&kind]["url"].as_str().unwrap();
        let path = url.strip_prefix(graph.bed.emulator.url()).unwrap();
        let (status, body) = graph.raw(graph.bearer("GET", path), "").await;
        assert_eq!((status, body.as_slice()), (200, content.as_bytes()));
        assert_eq!(graph.raw(http::Request::get(path), "").await.0, 404);
        graph.pass(Duration::from_secs(300)).await;
        assert_eq!(graph.raw(graph.bearer("GET", path), "").await.0, 404);
    }
    // An id that is nobody's file has none, and before version 24 no file had one.
    let unknown = json!({ "type": "image", "image": { "id": "123456789012345" } });
    let id = whatsapp.incoming(Incoming::new(USER, unknown)).unwrap();
    assert!(
        whatsapp.message(&id).unwrap().body["image"]
            .get("url")
            .is_none()
    );
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.dialect.media_urls = false);
    let old = json!({ "type": "image", "image": {} });
    let id = whatsapp.incoming(Incoming::new(USER, old)).unwrap();
    let image = &whatsapp.message(&id).unwrap().body["image"];
    assert!(image["id"].is_string() && image.get("url").is_none());
}

#[tokio::test]
async fn an_expired_file_is_not_kept_in_memory() {
    let graph = Graph::new().await;
    let bytes = Bytes::from(vec![b'x'; 100]);
    let whatsapp = graph.bed.emulator.whatsapp();
    let id = whatsapp.media("image/png", bytes.clone()).unwrap();
    let url = graph.url_of(&id).await;
    graph.pass(Duration::from_secs(7 * 86_400)).await;
    assert!(!bytes.is_unique());
    // Whatever is asked of any.
    let (status, _) = graph.raw(graph.bearer("GET", &url), "").await;
    assert_eq!(status, 404);
    assert!(bytes.is_unique());

    whatsapp.media("image/png", bytes.clone()).unwrap();
    graph.pass(Duration::from_secs(7 * 86_400)).await;
    assert!(!bytes.is_unique());
    let answer = graph.call(&format!("GET /v25.0/{id}"), None).await;
    assert_eq!(code(&answer), (400, 100));
    assert!(bytes.is_unique());
}

#[tokio::test]
async fn a_file_put_there_is_sent_by_its_id_and_belongs_to_one_number() {
    let graph = Graph::in_conversation().await;
    let second = graph.config.phone_numbers[1].id.clone();
    let put = json!({
        "mime_type": "application/pdf", "data_base64": "aGVsbG8=", "filename": "menu.pdf",
    });
    let answer = graph.control("POST whatsapp/media", put.clone()).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert!(id.bytes().all(|byte| byte.is_ascii_digit()));
    let incoming = json!({ "type": "document", "document": { "id": id } });
    let whatsapp = graph.bed.emulator.whatsapp();
    let message = whatsapp.incoming(Incoming::new(USER, incoming)).unwrap();
    let document = &whatsapp.message(&message).unwrap().body["document"];
    assert_eq!(document["filename"], "menu.pdf");
    assert_eq!(document["mime_type"], "application/pdf");

    let send = |id: &str| json!({ "type": "document", "document": { "id": id } });
    assert_eq!(graph.refusal(send(&id)).await, (200, 0));
    assert_eq!(graph.refusal(send("123456789012345")).await, (400, 100));
    let mut others = put.clone();
    others["phoneNumberId"] = second.as_str().into();
    let answer = graph.control("POST whatsapp/media", others).await;
    let others = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(graph.refusal(send(&others)).await, (400, 100));
    let asked = format!("GET /v25.0/{others}?phone_number_id=");
    let own = format!("{asked}{second}");
    assert_eq!(graph.call(&own, None).await.status, 200);
    let first = format!("{asked}{}", graph.config.phone_number_id);
    assert_eq!(code(&graph.call(&first, None).await), (400, 100));

    for odd in [
        json!({ "mime_type": "image/png" }),
        json!({ "data_base64": "aGVsbG8=" }),
        json!({ "mime_type": "png", "data_base64": "aGVsbG8=" }),
        json!({ "mime_type": "image/png", "data_base64": "?" }),
        json!({ "mime_type": "image/png", "data_base64": "aGVsbG8=", "phoneNumberId": "1" }),
    ] {
        let answer = graph.bed.call("POST /_emulator/whatsapp/media", odd).await;
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn an_upload_is_for_who_began_it_and_no_longer_than_was_said() {
    let graph = Graph::new().await;
    let start = |query: &str| format!("POST /v25.0/{}/uploads?{query}", graph.config.app_id);
    for query in [
        "file_name=a&file_type=image/png",
        "file_name=a&file_length=0&file_type=image/png",
        "file_name=a&file_length=4",
        "file_name=a&file_length=4&file_type=image/webp",
    ] {
        let answer = graph.call(&start(query), None).await;
        assert_eq!(code(&answer), (400, 100), "{query}");
    }
    let good = start("file_name=a&file_length=4&file_type=image/png");
    let session = graph.call(&good, None).await.json();
    let uri = format!("/v25.0/{}", session["id"].as_str().unwrap());
    let (bare, _) = uri.split_once("?sig=").unwrap();
    let put = |uri: &str| graph.bearer("POST", uri).header("file_offset", "0");
    for wrong in [bare.to_owned(), format!("{bare}?sig=AR")] {
        assert_eq!(graph.raw(put(&wrong), "0123").await.0, 400);
    }
    assert_eq!(graph.raw(graph.bearer("POST", &uri), "0123").await.0, 400);
    assert_eq!(graph.raw(put(&uri), "01234").await.0, 400);
    let stranger = &graph.config.stranger_token;
    let answer = graph.call_as(stranger, &format!("GET {uri}"), None).await;
    assert_eq!(code(&answer).1, 10);
    // Nothing of all this was taken.
    let answer = graph.call(&format!("GET {bare}"), None).await.json();
    assert_eq!(answer["file_offset"], 0);
    assert_eq!(graph.raw(put(&uri), "0123").await.0, 200);
}
