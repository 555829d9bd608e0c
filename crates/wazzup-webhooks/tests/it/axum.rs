use axum::{Router as App, extract::State as AppState, routing::get};
use http::{Request, StatusCode};
use tower::ServiceExt;
use wazzup_webhooks::{
    MessageReceived,
    dispatch::{Router, State},
    testing::Delivery,
};

use crate::support::{Log, SECRET, endpoint, read};

/// The application's own routes and the webhooks work on the same state.
fn app() -> App {
    let log = Log::default();
    let router = Router::new().with_state(log.clone()).on(
        async |message: MessageReceived, State(log): State<Log>| {
            log.push(message.text.clone().unwrap_or_default());
        },
    );
    let service = endpoint(router).build().unwrap();
    App::new()
        .route(
            "/seen",
            get(|AppState(log): AppState<Log>| async move { log.lines().join(",") }),
        )
        .route_service("/webhooks", service)
        .with_state(log)
}

#[tokio::test]
async fn the_endpoint_is_mounted_in_axum_as_it_is() {
    let app = app();
    let delivery = Delivery::new().incoming("c-1", "telegram", "79990000000", "hello");
    let ask = async |request: Request<axum::body::Body>| {
        read(app.clone().oneshot(request).await.unwrap()).await
    };
    let webhook = delivery
        .bearer(SECRET)
        .request("/webhooks")
        .map(axum::body::Body::new);
    assert_eq!(ask(webhook).await.0, StatusCode::OK);
    let stranger = Delivery::new()
        .request("/webhooks")
        .map(axum::body::Body::new);
    assert_eq!(ask(stranger).await.0, StatusCode::UNAUTHORIZED);
    let seen = Request::builder()
        .uri("/seen")
        .body(axum::body::Body::empty())
        .unwrap();
    assert_eq!(ask(seen).await, (StatusCode::OK, "hello".into()));
}

#[tokio::test]
async fn the_endpoint_is_nested_in_axum_with_the_query_kept() {
    let service = wazzup_webhooks::Webhooks::builder(Router::new())
        .query_secret("token", "secret")
        .build()
        .unwrap();
    let app: App = App::new().nest_service("/hooks", service);
    let request = Delivery::new()
        .request("/hooks/wazzup?token=secret")
        .map(axum::body::Body::new);
    assert_eq!(app.oneshot(request).await.unwrap().status(), StatusCode::OK);
}
