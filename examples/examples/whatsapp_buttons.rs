//! Buttons and a list with typed data in their ids: what the user taps comes back as the value.

use std::time::Duration;

use examples::{Outcome, USER, WhatsAppStage};
use serde::{Deserialize, Serialize};
use wazzup_emulator::whatsapp::{Direction, Incoming};
use wazzup_sdk::dispatch::{State, Topic};
use wazzup_sdk::whatsapp::Shortcuts;
use wazzup_sdk::whatsapp::api::Client;
use wazzup_sdk::whatsapp::types::CallbackData;
use wazzup_sdk::whatsapp::types::interactive::{List, ReplyButton, ReplyButtons, Row, Section};
use wazzup_sdk::whatsapp::webhooks::{CallbackButton, CallbackSelection, Clicked, Message};

/// What a button does. The tag tells it from other data, in later versions of the program too.
#[derive(Debug, Serialize, Deserialize)]
enum Booking {
    Table { people: u8 },
    Cancel,
}

impl CallbackData for Booking {
    const TAG: &'static str = "booking";
}

#[derive(Debug, Serialize, Deserialize)]
struct Hour(u8);

impl CallbackData for Hour {
    const TAG: &'static str = "hour";
}

async fn ask(message: Message, State(api): State<Client>) -> Outcome {
    let buttons = [
        ReplyButton::new(Booking::Table { people: 2 }.pack()?, "A table for two")?,
        ReplyButton::new(Booking::Cancel.pack()?, "Never mind")?,
    ];
    let question = ReplyButtons::new("What would you like?", buttons)?;
    message.reply_with(&api, question)?.await?;
    Ok(())
}

async fn chosen(
    button: CallbackButton,
    Clicked(booking): Clicked<Booking>,
    State(api): State<Client>,
) -> Outcome {
    println!("{:?} means {booking:?}", button.title);
    if let Booking::Table { .. } = booking {
        let rows = [18, 20].map(|hour| {
            let id = Hour(hour).pack_for_row()?;
            Row::new(id, format!("{hour}:00"))
        });
        let rows = rows.into_iter().collect::<Result<Vec<_>, _>>()?;
        let list = List::new("When?", "Hours", [Section::new("Tonight", rows)?])?;
        button.reply_with(&api, list)?.await?;
    }
    Ok(())
}

async fn at(selection: CallbackSelection, Clicked(Hour(hour)): Clicked<Hour>) {
    println!("{:?} means {hour} o'clock", selection.title);
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    wa.webhooks().on(ask);
    wa.webhooks().on(chosen);
    wa.webhooks().on(at);
    wa.webhooks()
        .start_listener("127.0.0.1:0")
        .register_here()
        .await?;

    // The user writes, taps the first button, then the second row.
    let whatsapp = stage.emulator().whatsapp();
    stage.user_writes("Hello")?;
    let question = whatsapp
        .wait_for_message(|message| message.direction == Direction::Outbound)
        .await;
    let table = Booking::Table { people: 2 }.pack()?;
    stage.user_sends(Incoming::tap(USER, &question.id, table))?;
    let list = whatsapp
        .wait_for_message(|message| {
            message.direction == Direction::Outbound && message.id != question.id
        })
        .await;
    let tapped = wa
        .webhooks()
        .listen::<CallbackSelection>(Topic::anywhere())
        .observe()
        .timeout(Duration::from_secs(10))
        .start();
    stage.user_sends(Incoming::tap(USER, &list.id, Hour(20).pack_for_row()?))?;
    tapped.await?;
    wa.close().await;
    Ok(())
}
