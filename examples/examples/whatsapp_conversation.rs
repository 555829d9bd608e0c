//! A conversation in one function: ask, wait for the answer, go on.

use std::time::Duration;

use examples::{Outcome, USER, WhatsAppStage};
use wazzup_sdk::dispatch::Topic;
use wazzup_sdk::whatsapp::{Watch, WhatsApp, types::Recipient, webhooks::Message};

const PATIENCE: Duration = Duration::from_secs(10);

async fn ask(
    wa: &WhatsApp,
    stage: &WhatsAppStage,
    question: &str,
    answer: &str,
) -> Outcome<Message> {
    let router = wa.webhooks().router();
    println!("bot: {question}");
    let asked = wa
        .messages()
        .send_message(Recipient::parse(USER)?, question)
        .watched_by(router)
        .await?;
    asked.wait_until_delivered().timeout(PATIENCE).await?;
    // Here the user thinks. Whatever comes from now on, or came before the wait began, is found.
    stage.user_writes(answer)?;
    Ok(asked.wait_for_reply().timeout(PATIENCE).await?)
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    wa.webhooks()
        .start_listener("127.0.0.1:0")
        .register_here()
        .await?;
    // Somebody who has written within 24 hours may be written to freely.
    let wish = wa
        .webhooks()
        .listen::<Message>(Topic::anywhere())
        .timeout(PATIENCE)
        .start();
    stage.user_writes("I want a table")?;
    wish.await?;

    let name = ask(&wa, &stage, "What's your name?", "Ann").await?;
    let people = ask(&wa, &stage, "For how many?", "Four").await?;
    let said = |message: &Message| message.text.as_ref().map(|text| text.body.clone());
    println!("a table for {:?}, {:?} people", said(&name), said(&people));
    wa.close().await;
    Ok(())
}
