//! Finding a lost message again by its status.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use wazzup_whatsapp_api::{
    SendError, UnknownSend,
    types::{Recipient, webhook::MessageStatus},
};

use crate::fake::{Answer, Fake, PHONE, USER, user};

async fn lost(to: Recipient, tracker: Option<&str>) -> UnknownSend {
    let fake = Fake::answering([Answer::Broken]);
    let mut send = fake.client().messages().send_message(to, "Hello!");
    if let Some(tracker) = tracker {
        send = send.tracker(tracker);
    }
    match send.await {
        Err(SendError::Unknown(unknown)) => *unknown,
        other => panic!("{other:?}"),
    }
}

fn at(minutes: i64) -> String {
    let now = SystemTime::now();
    let distance = Duration::from_secs(60 * minutes.unsigned_abs());
    let at = if minutes < 0 {
        now - distance
    } else {
        now + distance
    };
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    since.as_secs().to_string()
}

fn sent(change: Value) -> MessageStatus {
    let mut status =
        json!({"id": "wamid.R0", "status": "sent", "timestamp": at(0), "recipient_id": USER});
    for (key, value) in change.as_object().unwrap() {
        status[key] = value.clone();
    }
    serde_json::from_value(status).unwrap()
}

#[tokio::test]
async fn a_generated_tracker_is_found_beyond_doubt_and_brings_the_lost_id() {
    let fake = Fake::answering([Answer::Broken]);
    let send = fake
        .client()
        .messages()
        .send_message(user(), "Hello!")
        .with_generated_tracker();
    let tracker = send.get_tracker().unwrap().to_owned();
    assert_eq!(tracker.len(), 32);
    let Err(SendError::Unknown(unknown)) = send.clone().await else {
        panic!()
    };
    assert_eq!(fake.only().1["biz_opaque_callback_data"], json!(tracker));
    assert_eq!(
        send.clone().with_generated_tracker().get_tracker(),
        Some(&*tracker)
    );

    assert!(!unknown.matches(&sent(json!({}))));
    assert!(!unknown.matches(&sent(json!({"biz_opaque_callback_data": "another"}))));
    let status = sent(json!({
        "biz_opaque_callback_data": tracker, "status": "delivered", "timestamp": at(60 * 24),
        "recipient_user_id": "NL.90210",
    }));
    let message = unknown.resolve(&status).unwrap();
    assert_eq!(message.id, "wamid.R0");
    assert_eq!(message.user_id.as_ref().unwrap().as_str(), "NL.90210");
    assert_eq!(message.tracker(), Some(&*tracker));
    assert_eq!(message.from, PHONE);
}

#[tokio::test]
async fn a_failed_status_says_that_the_message_was_taken_too() {
    let unknown = lost(user(), Some("t")).await;
    let status = sent(
        json!({"biz_opaque_callback_data": "t", "status": "failed", "errors": [{"code": 131_026}]}),
    );
    assert_eq!(unknown.resolve(&status).unwrap().id, "wamid.R0");
}

#[tokio::test]
async fn without_a_tracker_it_goes_by_recipient_and_time() {
    let unknown = lost(user(), None).await;

    for fitting in [
        json!({}),
        json!({"timestamp": at(1)}),
        json!({"timestamp": at(-1)}),
        json!({"timestamp": null}),
        json!({"status": "delivered"}),
    ] {
        assert!(unknown.matches(&sent(fitting.clone())), "{fitting}");
    }
    for other in [
        json!({"recipient_id": "15550104478"}),
        json!({"recipient_id": null}),
        json!({"timestamp": at(-5)}),
        json!({"timestamp": at(10)}),
        json!({"biz_opaque_callback_data": "of another"}),
    ] {
        assert!(!unknown.matches(&sent(other.clone())), "{other}");
    }
    assert!(unknown.sent().start <= unknown.sent().end);
    assert_eq!(unknown.phone_number_id(), &PHONE);
}

#[tokio::test]
async fn users_are_known_in_every_way_they_are_named() {
    let status = |change: Value| sent(change);
    let to = |text: &str| Recipient::parse(text).unwrap();
    for (recipient, same, other) in [
        (
            "+1 (555) 010-4477",
            json!({"recipient_id": USER}),
            json!({"recipient_id": "15550104470"}),
        ),
        (
            "NL.90210",
            json!({"recipient_user_id": "NL.90210"}),
            json!({"recipient_user_id": "NL.9"}),
        ),
        (
            "NL.ENT.77",
            json!({"parent_recipient_user_id": "NL.ENT.77"}),
            json!({"parent_recipient_user_id": "NL.ENT.78"}),
        ),
        (
            "Y2FwaXRhbA",
            json!({"recipient_id": "Y2FwaXRhbA"}),
            json!({"recipient_id": "x"}),
        ),
    ] {
        let unknown = lost(to(recipient), None).await;
        assert!(unknown.matches(&status(same.clone())), "{recipient}");
        assert!(!unknown.matches(&status(other.clone())), "{recipient}");
        // The same tracker for many: the recipient tells them apart, where it is named.
        let unknown = lost(to(recipient), Some("campaign")).await;
        let tracked = |mut change: Value| {
            change["biz_opaque_callback_data"] = json!("campaign");
            status(change)
        };
        assert!(unknown.matches(&tracked(same)), "{recipient}");
        assert!(!unknown.matches(&tracked(other)), "{recipient}");
        let message = unknown.resolve(&tracked(json!({"recipient_id": null})));
        assert!(message.is_ok(), "{recipient}");
    }
}

#[tokio::test]
async fn an_unknown_send_shows_nothing_of_the_message_and_gives_it_back() {
    let unknown = lost(user(), Some("secret")).await;

    let shown = format!("{unknown:?}");
    assert!(
        !shown.contains("Hello") && !shown.contains("1555") && !shown.contains("secret"),
        "{shown}"
    );

    let unmatched = unknown
        .resolve(&sent(json!({"recipient_id": "1"})))
        .unwrap_err();
    assert_eq!(unmatched.message().to(), &user());
    assert!(unmatched.error().may_have_executed());
    assert_eq!(unmatched.into_message().get_tracker(), Some("secret"));
}
