//! Webhooks in a server of one's own, without handlers or router: parse, match, done.

use wazzup_sdk::types::webhook::{Event, NotJson, parse};

fn handle(body: &[u8]) -> Result<(), NotJson> {
    for event in parse(body)?.events {
        match event {
            Event::Message(message) => {
                let channel = message.channel_id.as_ref().map_or("?", |id| id.as_str());
                println!("message in {channel}: {:?}", message.text);
            }
            Event::Status(status) => println!("{} is {:?}", status.message_id, status.status),
            Event::ChannelUpdate(update) => println!("channel is {:?}", update.state),
            // Nothing is lost, whatever the future brings: the JSON is at hand.
            other => println!("{}: {}", other.name(), other.raw().as_str()),
        }
    }
    Ok(())
}

fn main() -> Result<(), NotJson> {
    // Messages and statuses in one body; one element that cannot be read costs only itself.
    handle(
        br#"{
            "messages": [
                {"messageId": "m-1", "channelId": "c-1", "text": "hello", "status": "inbound"},
                "not a message"
            ],
            "statuses": [{"messageId": "m-0", "status": "read"}],
            "somethingNew": {"a": 1}
        }"#,
    )?;
    handle(br#"{"test": true}"#)?;
    assert!(handle(b"no json").is_err());
    Ok(())
}
