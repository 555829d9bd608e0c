//! The types crate alone: models, limits and error codes, without I/O. It builds for wasm32.

use wazzup_types::{
    ApiErrorBody, ChannelId, ChatId, ChatType, ErrorCode, NewUser, OutgoingMessage, Recipient,
    UserId,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // What is sent can only be built within the documented limits.
    let to = Recipient::chat_id(ChatId::new("79990000000")?);
    let channel = ChannelId::new("8b2f1c1e-6d5b-4c55-9d39-5e6a3f0c1a2b")?;
    let message = OutgoingMessage::text(channel, ChatType::WhatsApp, to, "Hello!")?;
    println!("{}", serde_json::to_string(&message)?);
    if let Err(invalid) = NewUser::new(UserId::new("u-1")?, "n".repeat(151)) {
        println!("{invalid}");
    }

    // What is read survives, known or not.
    let chat: ChatType = serde_json::from_str(r#""pigeon""#)?;
    assert_eq!(serde_json::to_string(&chat)?, r#""pigeon""#);

    // Error bodies of every shape the service has.
    let body = ApiErrorBody::parse(400, br#"{"error":"CHANNEL_NO_MONEY","description":"..."}"#);
    let code = body
        .code
        .unwrap_or(ErrorCode::from("UNKNOWN_ERROR".to_owned()));
    println!("{}: {}", code.as_str(), code.advice());
    Ok(())
}
