//! The endpoint of a flow: WhatsApp asks, encrypted and signed, which screen comes next.

use axum::Router;
use examples::{Outcome, WhatsAppStage};
use serde_json::json;
use wazzup_emulator::whatsapp::FlowQuestion;
use wazzup_sdk::transport::{Endpoint, Request};
use wazzup_sdk::whatsapp::types::flow::FlowResponse;
use wazzup_sdk::whatsapp::webhooks::flow::{FlowEndpoint, FlowHandlers, FlowRequest, testing};

const SET_KEY: Endpoint = Endpoint::post(
    "business_encryption.set",
    "/{phone}/whatsapp_business_encryption",
);

#[derive(serde::Deserialize)]
struct Chosen {
    day: String,
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let config = stage.emulator().whatsapp().config();
    let handlers = FlowHandlers::new()
        .on_init(async |request: FlowRequest| {
            request.next("DAY".parse()?, &json!({ "days": ["Mon", "Tue"] }))
        })
        .on_data_exchange(
            "DAY",
            async |request: FlowRequest| -> Outcome<FlowResponse> {
                let chosen: Chosen = request.data()?;
                Ok(request.finish(&json!({ "day": chosen.day }))?)
            },
        );

    // A private key that was made just now; yours comes from where your secrets are.
    let key = testing::new_key();
    let endpoint = FlowEndpoint::builder(handlers)
        .key(key.clone())
        .app_secret(config.app_secret)
        .build()?;

    // Its public half is registered for the number.
    let register = Request::new(&SET_KEY)
        .path("phone", &config.phone_number_id)
        .json(&json!({ "business_public_key": key.public_key_pem() }));
    let wa = stage.client()?;
    let _: serde_json::Value = wa.api().request(register).await?;

    // It is a tower service for any server; `WebhooksBuilder::flow` mounts it beside the webhooks.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/flow", listener.local_addr()?);
    let app = Router::new().route_service("/flow", endpoint);
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    // WhatsApp's side: the emulator asks as the phone of a user makes it.
    let whatsapp = stage.emulator().whatsapp();
    for question in [
        FlowQuestion::new("ping").url(url),
        FlowQuestion::new("INIT").flow_token("t-1"),
        FlowQuestion::new("data_exchange")
            .flow_token("t-1")
            .screen("DAY")
            .data(json!({ "day": "Mon" })),
    ] {
        println!("{}", json!(whatsapp.ask_flow(question).await?));
    }
    let stranger = FlowQuestion::new("INIT").app_secret("another secret");
    let reply = whatsapp.ask_flow(stranger).await?;
    println!("with a wrong signature: {}", json!(reply));
    server.abort();
    Ok(())
}
