use serde_json::json;
use tower::ServiceExt;
use wazzup_whatsapp_webhooks::{
    Message,
    dispatch::Router,
    flow::{FlowEndpoint, FlowHandlers, FlowKey, FlowRequest, testing::FlowClient},
    testing::Delivery,
    types::flow::{self, FlowAction},
};

use crate::support::{Log, SECRET, USER, endpoint, log_with, read, status};

#[tokio::test]
async fn flows_are_answered_at_their_paths_and_webhooks_at_all_others() {
    let log = Log::default();
    let router = Router::new().on(log_with!(log, |_message: Message| "message"));
    let handlers = FlowHandlers::new()
        .on_init(async |request: FlowRequest| request.next("START".parse()?, &json!({})));
    let key = FlowKey::from_pem(include_bytes!("../vectors/test-only.pkcs8.pem")).unwrap();
    let builder = endpoint(router);
    let flow = FlowEndpoint::builder(handlers)
        .key(key.clone())
        .app_secret(SECRET);
    let service = builder
        .flow("/hooks/flow/", flow.build().unwrap())
        .build()
        .unwrap();

    let whatsapp = FlowClient::of(&key).app_secret(SECRET);
    for path in ["/hooks/flow", "/hooks/flow/", "/hooks/flow?x=1"] {
        let sent = whatsapp.ask(&flow::FlowRequest::new(FlowAction::Init));
        let (parts, body) = sent.request(path).into_parts();
        let request = http::Request::from_parts(parts, body);
        let (status, body) = read(service.clone().oneshot(request).await.unwrap()).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(sent.open(body).unwrap()["screen"], "START");
    }
    let delivery = Delivery::new().text(USER, "x").signed(SECRET);
    // A flow's endpoint cannot decrypt a delivery.
    assert_eq!(status(&service, delivery.request("/hooks/flow")).await, 421);
    for (number, path) in ["/", "/hooks", "/hooks/flow/more"].into_iter().enumerate() {
        let text = json!({ "id": format!("wamid.{number}") });
        let delivery = Delivery::new().message(USER, text).signed(SECRET);
        assert_eq!(
            status(&service, delivery.request(path)).await,
            200,
            "{path}"
        );
    }
    assert_eq!(log.lines().len(), 3);
    assert_eq!(service.in_progress(), 0);
    service.drained().await;
}
