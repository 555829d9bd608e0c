use wazzup_types::{ChannelId, ChatType, OutgoingMessage};

fn main() {
    let channel = ChannelId::new("1").unwrap();
    let _ = OutgoingMessage::text(channel, ChatType::WhatsApp, "79990000000", "hello");
}
