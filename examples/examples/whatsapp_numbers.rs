//! Several business numbers in one process, over one pool of connections.

use std::time::Duration;

use examples::{Outcome, USER, WhatsAppStage};
use wazzup_sdk::dispatch::{Handler, State, Topic};
use wazzup_sdk::whatsapp::Shortcuts;
use wazzup_sdk::whatsapp::api::Client;
use wazzup_sdk::whatsapp::types::{PhoneNumberId, Recipient};
use wazzup_sdk::whatsapp::webhooks::{Message, MessageStatus, filters::updates};

// An answer leaves from the number that was written to, whatever number the client has.
async fn answer(message: Message, State(api): State<Client>) -> Outcome {
    message.reply(&api, "One moment, please")?.await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    let numbers = stage.emulator().whatsapp().config().phone_numbers;
    let mut ids = Vec::new();
    for number in &numbers {
        let id = PhoneNumberId::new(number.id.as_str())?;
        let name = number.verified_name.clone();
        let told = move |_: Message| {
            let name = name.clone();
            async move { println!("somebody wrote to {name}") }
        };
        wa.webhooks().on(told.filter(updates::sent_to(id.clone())));
        ids.push(id);
    }
    wa.webhooks().on(answer);
    wa.webhooks()
        .start_listener("127.0.0.1:0")
        .register_here()
        .await?;

    stage.user_writes("Hello")?;
    let delivered = wa
        .webhooks()
        .listen::<MessageStatus>(Topic::anywhere())
        .when(|status| {
            status
                .status
                .as_ref()
                .is_some_and(|status| status.as_str() == "delivered")
        })
        .observe()
        .timeout(Duration::from_secs(10))
        .start();
    // A client of its own for each number; connections and limits are shared.
    let first = wa.api().with_phone_number_id(ids[0].clone());
    let sent = first
        .messages()
        .send_message(Recipient::parse(USER)?, "Done")
        .await?;
    println!("{} was sent from {}", sent.id, sent.from);
    delivered.await?;
    wa.close().await;
    Ok(())
}
