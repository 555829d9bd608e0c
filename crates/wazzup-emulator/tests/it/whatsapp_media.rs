//! Files: up, looked up, fetched behind the token, deleted; and uploads that go on.

use std::time::Duration;

use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::whatsapp_support::{Graph, code};

impl Graph {
    /// A request with any body, as a client of HTTP makes it.
    async fn raw(&self, request: http::request::Builder, body: &[u8]) -> (u16, Vec<u8>) {
        use http_body_util::{BodyExt as _, Full};
        let body = Full::new(bytes::Bytes::copy_from_slice(body));
        let request = request.body(body).unwrap();
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
        let mut body = b"--b\r\ncontent-disposition: form-data; name=\"messaging_product\"\r\n\r\n\
              whatsapp\r\n--b\r\ncontent-disposition: form-data; name=\"file\"; \
              filename=\"a\"\r\ncontent-type: "
            .to_vec();
        body.extend_from_slice(mime_type.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let uri = format!("/v25.0/{}/media", self.config.phone_number_id);
        let request = self
            .bearer("POST", &uri)
            .header("content-type", "multipart/form-data; boundary=b");
        let (status, body) = self.raw(request, &body).await;
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
    let (status, body) = graph.raw(graph.bearer("GET", &url), b"").await;
    assert_eq!((status, body.as_slice()), (200, &b"a picture"[..]));
    let (status, _) = graph.raw(http::Request::get(&url), b"").await;
    assert_eq!(status, 404);
    let longer = url.replacen("ext=", "ext=9", 1);
    let (status, _) = graph.raw(graph.bearer("GET", &longer), b"").await;
    assert_eq!(status, 404);

    graph.pass(Duration::from_secs(301)).await;
    let (status, _) = graph.raw(graph.bearer("GET", &url), b"").await;
    assert_eq!(status, 404);
    let url = graph.url_of(id).await;
    let (status, _) = graph.raw(graph.bearer("GET", &url), b"").await;
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
    let (status, _) = graph.raw(first, b"01234").await;
    assert_eq!(status, 200);
    let (_, body) = graph.raw(graph.bearer("GET", &uri), b"").await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["file_offset"], 5);
    let again = graph.bearer("POST", &uri).header("file_offset", "0");
    let (status, _) = graph.raw(again, b"01234").await;
    assert_eq!(status, 400);
    let rest = graph.bearer("POST", &uri).header("file_offset", "5");
    let (status, body) = graph.raw(rest, b"56789").await;
    assert_eq!(status, 200);
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert!(body["h"].as_str().unwrap().starts_with("4::"), "{body}");
}
