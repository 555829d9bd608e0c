//! The webhook endpoint inside an axum application: deliveries by POST, the handshake by GET.

use std::time::Duration;

use axum::{Router, routing::get};
use examples::{Outcome, WhatsAppStage};
use wazzup_sdk::{dispatch::Topic, whatsapp::webhooks::Message};

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    wa.webhooks()
        .on(async |message: Message| println!("got {}", message.id));

    let app = Router::new()
        .route("/", get(async || "the application"))
        .route_service("/whatsapp", wa.webhooks().service()?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/whatsapp", listener.local_addr()?);
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    // Answers the handshake: so the server must be up.
    wa.callbacks().set_app_callback_url(url).await?;
    let message = wa
        .webhooks()
        .listen::<Message>(Topic::anywhere())
        .observe()
        .timeout(Duration::from_secs(10))
        .start();
    stage.user_writes("Hello, axum")?;
    println!(
        "«{}»",
        message
            .await?
            .text
            .as_ref()
            .map_or("", |text| text.body.as_str())
    );
    server.abort();
    Ok(())
}
