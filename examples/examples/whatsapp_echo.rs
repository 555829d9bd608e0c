//! An echo bot: the user writes, the bot answers, the answer is sent, delivered and read.

use std::time::Duration;

use examples::{Outcome, WhatsAppStage};
use wazzup_sdk::dispatch::{Handler, Router, State};
use wazzup_sdk::whatsapp::api::Client;
use wazzup_sdk::whatsapp::webhooks::{Message, MessageStatus, filters::messages};
use wazzup_sdk::whatsapp::{Shortcuts, Watch};

async fn echo(message: Message, State(api): State<Client>, router: Router) -> Outcome {
    let text = message.text.as_ref().map_or("", |text| text.body.as_str());
    println!("user: {text}");
    message.mark_as_read(&api)?.await?;
    let answer = message.reply(&api, format!("You wrote: {text}"))?;
    let sent = answer.watched_by(&router).await?;
    println!("bot: You wrote: {text}");
    sent.wait_until_read()
        .timeout(Duration::from_secs(10))
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    // Detached: it waits for the user, and the delivery is to be answered meanwhile.
    wa.webhooks().on(echo.filter(messages::text()).detached());
    wa.webhooks().on(async |status: MessageStatus| {
        println!(
            "     {}",
            status.status.as_ref().map_or("?", |status| status.as_str())
        );
    });
    wa.webhooks()
        .start_listener("127.0.0.1:0")
        .register_here()
        .await?;

    let read = wa
        .webhooks()
        .listen::<MessageStatus>(wazzup_sdk::dispatch::Topic::anywhere())
        .when(|status| {
            status
                .status
                .as_ref()
                .is_some_and(|status| status.as_str() == "read")
        })
        .observe()
        .timeout(Duration::from_secs(10))
        .start();
    stage.user_writes("Hello, bot")?;
    read.await?;
    wa.close().await;
    Ok(())
}
