//! Finding a lost message again by its echo.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use wazzup_api::{
    SendError, UnknownSend,
    types::{ChatType, OutgoingMessage, Recipient, Timestamp, webhook::Message},
};

use crate::{
    fake::{Answer, Fake},
    sending::{hello, named},
};

async fn lost(message: OutgoingMessage) -> UnknownSend {
    let fake = Fake::answering([Answer::Broken]);
    match fake.client().messages().send(message).await {
        Err(SendError::Unknown(unknown)) => *unknown,
        other => panic!("{other:?}"),
    }
}

fn echo(change: Value) -> Message {
    let mut echo = json!({
        "messageId": "m-1", "channelId": "c-1", "chatType": "whatsapp", "chatId": "79990000000",
        "dateTime": Timestamp::from(SystemTime::now()).to_string(), "type": "text", "isEcho": true,
        "text": "Hello!", "status": "sent",
    });
    for (key, value) in change.as_object().unwrap() {
        echo[key] = value.clone();
    }
    serde_json::from_value(echo).unwrap()
}

fn minutes_from_now(minutes: i64) -> String {
    let distance = Duration::from_secs(60 * minutes.unsigned_abs());
    let now = SystemTime::now();
    let at = if minutes < 0 {
        now - distance
    } else {
        now + distance
    };
    Timestamp::from(at).to_string()
}

#[tokio::test]
async fn the_echo_of_a_message_brings_the_lost_ids() {
    let unknown = lost(named()).await;

    let accepted = unknown.resolve(&echo(json!({}))).unwrap();

    assert_eq!(accepted.message_id.unwrap(), "m-1");
    assert_eq!(accepted.chat_id.unwrap(), "79990000000");
    assert_eq!(accepted.crm_message_id.unwrap(), "order-17");
}

#[tokio::test]
async fn another_message_is_not_taken_for_the_lost_one() {
    let unknown = lost(hello()).await;

    for other in [
        json!({"channelId": "c-2"}),
        json!({"chatType": "viber"}),
        json!({"chatId": "79990000001"}),
        json!({"chatId": null}),
        json!({"text": "Hello"}),
        json!({"text": null}),
        json!({"type": "image"}),
        json!({"isEcho": false, "status": "inbound"}),
        json!({"isEcho": null, "status": "inbound"}),
        json!({"sentFromApp": true}),
        json!({"isEdited": true}),
        json!({"isDeleted": true}),
        json!({"dateTime": minutes_from_now(-5)}),
        json!({"dateTime": minutes_from_now(10)}),
    ] {
        assert!(!unknown.matches(&echo(other.clone())), "{other}");
    }
}

#[tokio::test]
async fn what_an_echo_leaves_out_does_not_speak_against_it() {
    let unknown = lost(hello()).await;

    for less in [
        json!({"channelId": null}),
        json!({"chatType": null}),
        json!({"dateTime": null}),
        json!({"dateTime": "soon"}),
        json!({"type": null, "isEcho": null, "status": null}),
        json!({"text": " Hello!\n"}),
        json!({"dateTime": minutes_from_now(1)}),
        json!({"dateTime": minutes_from_now(-1)}),
    ] {
        assert!(unknown.matches(&echo(less.clone())), "{less}");
    }
}

#[tokio::test]
async fn a_chat_opened_by_phone_or_name_is_known_by_its_contact() {
    let text = |to| OutgoingMessage::text("c-1".parse().unwrap(), ChatType::Telegram, to, "Hello!");
    let by_phone = lost(text(Recipient::phone("79990000000").unwrap()).unwrap()).await;
    let by_name = lost(text(Recipient::username("someone").unwrap()).unwrap()).await;
    let echo =
        |contact: Value| echo(json!({"chatType": "telegram", "chatId": "17", "contact": contact}));

    assert!(by_phone.matches(&echo(json!({"phone": "+79990000000"}))));
    assert!(!by_phone.matches(&echo(json!({"phone": "79990000001"}))));
    assert!(!by_phone.matches(&echo(json!({"username": "someone"}))));
    assert!(by_name.matches(&echo(json!({"username": "@Someone"}))));
    assert!(!by_name.matches(&echo(json!({"username": "another"}))));
    assert!(!by_name.matches(&echo(Value::Null)));
    let accepted = by_name
        .resolve(&echo(json!({"username": "someone"})))
        .unwrap();
    assert_eq!(accepted.chat_id.unwrap(), "17");
}

#[tokio::test]
async fn files_and_templates_match_by_kind() {
    let to = || hello().recipient().clone();
    let channel = || "c-1".parse().unwrap();
    let file =
        OutgoingMessage::file(channel(), ChatType::WhatsApp, to(), "https://a.test/b").unwrap();
    let file = lost(file).await;
    let template = "t-1".parse().unwrap();
    let as_id = OutgoingMessage::template(channel(), to(), "t-1".parse().unwrap(), ["x"]).unwrap();
    let as_text = OutgoingMessage::template_as_text(channel(), to(), &template, ["x"]).unwrap();

    assert!(file.matches(&echo(
        json!({"type": "image", "contentUri": "https://store.test/1"})
    )));
    assert!(!file.matches(&echo(json!({}))));
    for template in [lost(as_id).await, lost(as_text).await] {
        assert!(template.matches(&echo(json!({"type": "wapi_template", "text": "Dear x"}))));
        assert!(!template.matches(&echo(json!({"type": "image"}))));
    }
}

#[tokio::test]
async fn an_unknown_send_shows_nothing_of_the_message_and_gives_it_back() {
    let unknown = lost(named()).await;

    let shown = format!(
        "{unknown:?} {:?}",
        SendError::Unknown(Box::new(lost(named()).await))
    );
    assert!(
        !shown.contains("Hello") && !shown.contains("7999"),
        "{shown}"
    );
    assert!(shown.contains("order-17"));

    let unmatched = unknown
        .resolve(&echo(json!({"text": "other"})))
        .unwrap_err();
    assert!(unmatched.sent().start <= unmatched.sent().end);
    assert_eq!(unmatched.into_message(), named());
}
