//! The webhook endpoint inside an axum application, beside its other routes.

use std::time::Duration;

use axum::{Router, routing::get};
use examples::{Outcome, Stage};
use wazzup_sdk::{dispatch::Topic, types::Subscriptions, webhooks::MessageReceived};

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::emulated().await?;
    let client = stage.client()?;
    client.webhooks().on(async |message: MessageReceived| {
        println!("got {}", message.message_id);
    });

    let app = Router::new()
        .route("/", get(async || "the application"))
        .route_service("/wazzup", client.webhooks().service()?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/wazzup", listener.local_addr()?);
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    client.webhooks().ensure(url, Subscriptions::all()).await?;
    let message = client
        .webhooks()
        .listen::<MessageReceived>(Topic::anywhere())
        .observe()
        .timeout(Duration::from_secs(10))
        .start();
    stage.customer_writes("Hello, axum")?;
    println!("«{}»", message.await?.text.as_deref().unwrap_or_default());
    server.abort();
    Ok(())
}
