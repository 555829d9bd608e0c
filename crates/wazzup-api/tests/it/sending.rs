use serde_json::json;
use wazzup_api::{
    Outcome, SendError,
    types::{ChatId, ChatType, OutgoingMessage, Recipient},
};

use crate::fake::{Answer, Fake, status, text};

fn hello() -> OutgoingMessage {
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    OutgoingMessage::text("c-1".parse().unwrap(), ChatType::WhatsApp, to, "Hello!").unwrap()
}

fn named() -> OutgoingMessage {
    hello().crm_message_id("order-17".parse().unwrap())
}

#[tokio::test]
async fn a_send_posts_the_message_and_reads_both_ids() {
    let fake = Fake::answering([status(
        201,
        json!({"messageId": "m-1", "chatId": "79990000000"}),
    )]);

    let accepted = fake.client().messages().send(hello()).await.unwrap();

    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert_eq!(accepted.chat_id.unwrap(), "79990000000");
    assert!(!accepted.already_sent);
    let body = json!({
        "channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000", "text": "Hello!",
    });
    assert_eq!(fake.only(), ("POST /v3/message".to_owned(), body));
}

#[tokio::test]
async fn a_file_is_sent_by_its_address_as_given() {
    let fake = Fake::answering([status(201, json!({"messageId": "m-1"}))]);
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    let channel = "c-1".parse().unwrap();
    let file =
        OutgoingMessage::file(channel, ChatType::WhatsApp, to, "https://files.test").unwrap();

    fake.client().messages().send(file).await.unwrap();

    assert_eq!(fake.only().1["contentUri"], "https://files.test");
}

#[tokio::test]
async fn a_201_with_an_unreadable_body_is_accepted_without_ids() {
    for body in ["", "OK", "[]", "{", "{\"messageId\":{}}"] {
        let fake = Fake::answering([text(201, body)]);

        let accepted = fake.client().messages().send(named()).await.unwrap();

        assert_eq!(accepted.message_id, None);
        assert_eq!(accepted.crm_message_id.unwrap(), "order-17");
    }
}

#[tokio::test]
async fn a_refusal_is_a_rejection_with_its_code() {
    let fake = Fake::answering([status(400, json!({"error": "CHANNEL_BLOCKED"}))]);

    let error = fake.client().messages().send(hello()).await.unwrap_err();

    assert_eq!(error.outcome(), Outcome::Rejected);
    assert!(matches!(error, SendError::Rejected(_)));
}

#[tokio::test]
async fn a_lost_answer_is_unknown() {
    let fake = Fake::answering([Answer::Broken]);

    let error = fake.client().messages().send(hello()).await.unwrap_err();

    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(fake.lines().len(), 1);
}
