//! Sending, where nothing is lost. What happens otherwise is in `outcomes`.

use serde_json::json;
use wazzup_api::{
    ErrorKind, Outcome, SendError,
    types::{ChatId, ChatType, OutgoingMessage, Recipient},
};

use crate::fake::{Answer, Fake, status, text};

pub(crate) fn hello() -> OutgoingMessage {
    let to = Recipient::chat_id(ChatId::new("79990000000").unwrap());
    OutgoingMessage::text("c-1".parse().unwrap(), ChatType::WhatsApp, to, "Hello!").unwrap()
}

pub(crate) fn named() -> OutgoingMessage {
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

#[tokio::test(start_paused = true)]
async fn a_generated_name_is_made_once_and_shared_by_clones() {
    let fake = Fake::answering([
        Answer::Broken,
        repeated(),
        Answer::empty(201),
        Answer::empty(201),
    ]);
    let client = fake.full_client();
    let send = client
        .messages()
        .send(hello())
        .with_generated_crm_message_id();
    let id = send.message().get_crm_message_id().unwrap().clone();

    let accepted = send.clone().await.unwrap();
    assert!(accepted.already_sent);
    assert_eq!(accepted.crm_message_id, Some(id.clone()));
    send.await.unwrap();
    let own = client
        .messages()
        .send(named())
        .with_generated_crm_message_id()
        .await
        .unwrap();
    assert_eq!(own.crm_message_id.unwrap(), "order-17");

    let names: Vec<_> = fake
        .seen()
        .iter()
        .map(|it| it.body()["crmMessageId"].clone())
        .collect();
    assert_eq!(names, [id.as_str(), id.as_str(), id.as_str(), "order-17"]);
}

#[tokio::test]
async fn the_raw_answer_comes_with_what_was_read_from_it() {
    let fake = Fake::answering([
        status(201, json!({"messageId": "m-1", "new": 1})),
        Answer::empty(400),
    ]);
    let client = fake.client();

    let (accepted, reply) = client.messages().send(hello()).with_raw().await.unwrap();
    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert_eq!(reply.unwrap().body(), r#"{"messageId":"m-1","new":1}"#);

    client
        .messages()
        .send(hello())
        .with_raw()
        .await
        .unwrap_err();
}

#[tokio::test]
async fn an_outcome_can_be_counted_and_its_error_looked_at() {
    let fake = Fake::answering([
        Answer::empty(201),
        status(400, json!({"error": "BAD_CONTACT"})),
    ]);
    let client = fake.client();

    let sent = client.messages().send(hello()).await;
    assert_eq!(Outcome::of(&sent), Outcome::Accepted);
    let refused = client.messages().send(hello()).await;
    assert_eq!(Outcome::of(&refused), Outcome::Rejected);

    let error = refused.unwrap_err();
    assert_eq!(error.to_string(), "the message was not sent");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(
        source.to_string(),
        "messages.send: rejected (400 BAD_CONTACT)"
    );
    assert_eq!(error.into_error().kind(), ErrorKind::Rejected);
}

pub(crate) fn repeated() -> Answer {
    let body = json!({"error": "REPEATED_CRM_MESSAGE_ID", "data": {"crmMessageId": "order-17"}});
    status(400, body)
}
