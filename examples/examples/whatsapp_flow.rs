//! The endpoint of a flow: WhatsApp asks, encrypted and signed, which screen comes next.

use examples::Outcome;
use serde_json::json;
use wazzup_sdk::whatsapp::types::flow::{FlowAction, FlowRequest as Asked, FlowResponse};
use wazzup_sdk::whatsapp::webhooks::flow::{FlowEndpoint, FlowHandlers, FlowRequest, testing};

#[derive(serde::Deserialize)]
struct Chosen {
    day: String,
}

#[tokio::main]
async fn main() -> Outcome {
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

    // The private key whose public half is registered with Meta; here one that was made just now.
    let key = testing::new_key();
    let endpoint = FlowEndpoint::builder(handlers)
        .key(key.clone())
        .app_secret("app secret")
        .build()?;

    // WhatsApp's side. A server hands `endpoint` requests: it is a tower service, and
    // `WebhooksBuilder::flow` mounts it beside the webhooks.
    let whatsapp = testing::FlowClient::of(&key).app_secret("app secret");
    for asked in [
        json!({ "version": "3.0", "action": "ping" }),
        json!({ "version": "3.0", "action": "INIT", "flow_token": "t-1" }),
        json!({
            "version": "3.0", "action": "data_exchange", "flow_token": "t-1", "screen": "DAY",
            "data": { "day": "Mon" },
        }),
    ] {
        let request = whatsapp.ask_with(asked.to_string());
        let answer = endpoint.handle(&request.headers(), request.body()).await;
        println!("{}: {}", answer.status, request.open(&answer.body)?);
    }

    let stranger = testing::FlowClient::of(&key).app_secret("another secret");
    let request = stranger.ask(&Asked::new(FlowAction::Init));
    let answer = endpoint.handle(&request.headers(), request.body()).await;
    println!("with a wrong signature: {}", answer.status);
    Ok(())
}
