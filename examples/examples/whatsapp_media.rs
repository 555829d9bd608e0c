//! Media in and out: a file that the user sends is downloaded and verified, and one of ours is
//! uploaded and sent.

use examples::{Outcome, USER, WhatsAppStage};
use serde_json::json;
use wazzup_emulator::whatsapp::{Direction, Incoming};
use wazzup_sdk::dispatch::{Handler, State};
use wazzup_sdk::whatsapp::Shortcuts;
use wazzup_sdk::whatsapp::api::{Client, MediaFile, RemoteMedia};
use wazzup_sdk::whatsapp::webhooks::{Message, filters::messages};

async fn answer(message: Message, State(api): State<Client>) -> Outcome {
    let Some(media) = message.media() else {
        return Ok(());
    };
    // Size and checksum are compared with what the webhook says; an expired address is renewed.
    let bytes = api.media().bytes(RemoteMedia::from(media)).await?;
    println!("got {} bytes", bytes.len());

    let picture = MediaFile::bytes("thanks.png", "image/png", vec![0; 2048]);
    message
        .reply_image(&api, picture)?
        .caption("Thank you")
        .await?;
    Ok(())
}

#[tokio::main]
async fn main() -> Outcome {
    let stage = WhatsAppStage::new().await?;
    let wa = stage.client()?;
    wa.webhooks().on(answer.filter(messages::media()));
    wa.webhooks()
        .start_listener("127.0.0.1:0")
        .register_here()
        .await?;

    let photo = json!({ "type": "image", "image": { "caption": "My cat" } });
    stage.user_sends(Incoming::new(USER, photo))?;
    let sent = stage
        .emulator()
        .whatsapp()
        .wait_for_message(|message| {
            message.kind == "image" && message.direction == Direction::Outbound
        })
        .await;
    println!("sent {} as {}", sent.kind, sent.id);

    // Files that are on disk, or come from elsewhere, are streamed in constant memory.
    let id = wa
        .media()
        .upload(MediaFile::bytes(
            "a.pdf",
            "application/pdf",
            vec![1; 100_000],
        ))
        .on_progress(|progress| println!("{progress:?}"))
        .await?;
    wa.media().delete(&id, None).await?;
    wa.close().await;
    Ok(())
}
