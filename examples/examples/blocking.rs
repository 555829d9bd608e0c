//! The same calls without async.

use examples::{Outcome, Stage};
use wazzup_sdk::{
    blocking::{Wait as _, WaitEach as _},
    types::{ChannelId, ChatId, ChatType, OutgoingMessage, Recipient},
};

fn main() -> Outcome {
    let stage = Stage::from_env().wait()?;
    let client = stage.client()?;

    let channels = client.channels().list().wait()?.data;
    for contact in client.contacts().list().by_item().wait_each() {
        println!("contact {}", contact?.id);
    }
    if let (Some(channel), Some(_)) = (channels.first(), stage.emulator()) {
        let channel: ChannelId = channel.channel_id.clone();
        let to = Recipient::chat_id(ChatId::new(examples::CUSTOMER)?);
        let message = OutgoingMessage::text(channel, ChatType::WhatsApp, to, "Hello!")?;
        let accepted = client
            .messages()
            .send(message)
            .with_generated_crm_message_id()
            .wait()?;
        println!("accepted as {:?}", accepted.message_id);
    }
    Ok(())
}
