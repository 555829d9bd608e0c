//! A conversation from end to end: a customer writes, a bot answers, the answer is read.
//!
//! ```sh
//! cargo run --example quickstart
//! ```
//!
//! Without anything else the other side is an emulator in this process. With `WAZZUP_API_KEY` it is
//! the real service; then set `WAZZUP_LISTEN` to the address to listen on, `WAZZUP_WEBHOOK_URL` to
//! how that address is reached from outside, and `WAZZUP_CRM_KEY` if your account has a crm key. If
//! it has none, set `WAZZUP_WEBHOOK_SECRET` and end the URL in `?token=` and that secret.
//!
//! It is answered only who writes the words that it asks for, and the webhook settings of the account
//! are put back at the end. Until then whatever else received the account's webhooks gets none.

use std::time::Duration;

use examples::{Outcome, Stage, variable};
use wazzup_sdk::{
    api::{Client, resources::Ensured},
    dispatch::{Filter as _, Handler, State, Topic},
    types::{MessageStatus, Subscriptions, WebhookSettingsUpdate},
    webhooks::{
        MessageReceived, StatusChanged,
        filters::{messages, statuses},
    },
};

/// What the customer writes. Nobody else on a real account is to be answered by an example.
const HELLO: &str = "Hello, is anybody there?";

/// The bot: answers a text.
async fn answer(message: MessageReceived, State(api): State<Client>) -> Outcome {
    let text = message.text.as_deref().unwrap_or_default();
    println!("customer: {text}");
    let reply = format!("You wrote {} characters.", text.chars().count());
    let accepted = api
        .messages()
        .send(message.reply(&reply)?)
        .with_generated_crm_message_id()
        .await?;
    println!("bot:      {reply}");
    if let Some(id) = accepted.message_id {
        println!("          accepted as {id}");
    }
    Ok(())
}

/// The life of what was sent.
async fn show(status: StatusChanged) {
    if let Some(status) = &status.status {
        println!("          {}", status.as_str());
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = Stage::from_env().await?;
    let client = stage.client()?;

    for channel in client.channels().list().await? {
        println!(
            "channel {} ({})",
            channel.channel_id,
            channel
                .transport
                .as_ref()
                .map_or("?", |transport| transport.as_str())
        );
    }

    let asked = messages::inbound().and(messages::text_equals(HELLO));
    client.webhooks().on(answer.filter(asked));
    client.webhooks().on(show);
    let address = std::env::var("WAZZUP_LISTEN").unwrap_or_else(|_| "127.0.0.1:0".to_owned());
    let mut start = client.webhooks().start_listener(address);
    if client.webhooks().secrets().is_empty() {
        // No crm key: the secret is in the address.
        start = start.query_secret("token", variable("WAZZUP_WEBHOOK_SECRET")?);
    }
    let url = stage.public_url(start.await?);
    let ensured = client.webhooks().ensure(url, Subscriptions::all()).await?;

    // Waited for from here on, so that nothing that comes early is missed.
    let read = client
        .webhooks()
        .listen::<StatusChanged>(Topic::anywhere())
        .filter(statuses::status(MessageStatus::Read))
        .observe()
        .timeout(Duration::from_secs(600))
        .start();
    stage.customer_writes(HELLO)?;
    let read = read.await;

    if let Ensured::Updated { before } = ensured
        && let Some(uri) = before.uri()
    {
        let put_back = WebhookSettingsUpdate::new(uri, before.subscriptions)?;
        client.webhooks().update(&put_back).await?;
    }
    read?;

    client.close().await;
    println!("the end");
    Ok(())
}
