use axum::{Router as App, routing::get};
use http::Request;
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{Message, dispatch::Router, testing::Delivery};

use crate::support::{Log, SECRET, USER, endpoint, log_with, read};

#[tokio::test]
async fn it_mounts_in_axum_as_it_is() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |message: Message| {
        message.text_or_caption().unwrap_or_default().to_owned()
    }));
    let app: App = App::new()
        .route("/health", get(async || "fine"))
        .route_service("/webhooks", endpoint(router).build().unwrap());

    let request = Delivery::new()
        .text(USER, "hello")
        .signed(SECRET)
        .request("/webhooks");
    let response = app
        .clone()
        .oneshot(request.map(axum::body::Body::new))
        .await;
    assert_eq!(read(response.unwrap()).await.1, r#"{"status":"ok"}"#);
    assert_eq!(log.lines(), ["hello"]);

    let query = "hub.mode=subscribe&hub.verify_token=verify-token&hub.challenge=17";
    let request = Request::get(format!("/webhooks?{query}"));
    let request = request.body(axum::body::Body::empty()).unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(read(response).await.1, "17");
}
