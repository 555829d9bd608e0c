//! `Debug` of events tells no text, phone, id of a user, name or address.

use serde_json::{Value, json};
use wazzup_whatsapp_types::webhook;

use crate::webhook_shapes::names;

/// Stands for all that is personal.
const SECRET: &str = "SECRET";

/// Keys whose values are words, ids of things or times: what may be shown.
const SHOWN: &[&str] = &[
    "id",
    "phone_number_id",
    "field",
    "object",
    "type",
    "event",
    "status",
    "timestamp",
    "time",
    "mime_type",
    "sha256",
    "message_id",
    "original_message_id",
    "catalog_id",
    "group_id",
    "product_retailer_id",
    "currency",
    "source_type",
    "source_id",
    "media_type",
    "headline",
    "source_type",
    "title",
    "href",
    "name",
    "response",
    "response_source",
    "expiration_timestamp",
    "created_timestamp",
    "origin",
    "pricing_model",
    "category",
    "recipient_type",
    "direction",
    "sdp_type",
    "start_time",
    "end_time",
    "duration",
    "value",
    "signup_id",
    "reason",
    "country",
    "message_template_id",
    "new_category",
    "message_template_name",
    "message_template_language",
];

/// Every text in the JSON that may be personal, made recognisable.
fn marked(value: &mut Value, under: &str) {
    match value {
        Value::String(text) => {
            // A name is that of a form, but for those of people.
            let personal =
                !SHOWN.contains(&under) || text == "Mara" || text == "Ines" || text == "Quay";
            if personal && !text.starts_with('{') {
                *text = format!("{SECRET}{text}");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| marked(item, under)),
        Value::Object(members) => {
            for (key, member) in members {
                marked(member, key);
            }
        }
        _ => {}
    }
}

#[track_caller]
fn masked(name: &str, body: &Value) {
    let webhook = webhook::parse(body.to_string()).unwrap();
    let shown = format!("{webhook:?} {webhook:#?}");
    assert!(!shown.contains(SECRET), "{name}: {shown}");
    for event in &webhook {
        let sender = format!("{:?}", event.sender());
        assert!(
            !sender.contains(SECRET) && !sender.contains("1555"),
            "{sender}"
        );
        if let Some(error) = event.error() {
            assert!(!error.to_string().contains(SECRET), "{error}");
        }
    }
}

#[test]
fn events_of_users_are_masked() {
    let of_users = names().filter(|name| {
        let of_business = ["account_update", "template_", "raw_"];
        !of_business.iter().any(|prefix| name.starts_with(prefix))
    });
    let mut count = 0;
    for name in of_users {
        let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let mut body: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let before = webhook::parse(body.to_string()).unwrap();
        marked(&mut body, "");
        let after = webhook::parse(body.to_string()).unwrap();
        let kinds = |webhook: &webhook::Webhook| -> Vec<&str> {
            webhook.events.iter().map(webhook::Event::name).collect()
        };
        assert_eq!(kinds(&before), kinds(&after), "{name}");
        masked(name, &body);
        count += 1;
    }
    assert!(count > 70, "{count}");
}

#[test]
fn odd_events_are_masked() {
    let body = json!({
        SECRET: SECRET,
        "entry": [SECRET, {SECRET: SECRET}, {"id": "1", "changes": [SECRET, {"field": "messages", "value": {
            SECRET: SECRET, "contacts": [SECRET, {SECRET: SECRET, "wa_id": SECRET, "profile": SECRET}],
            "messages": [SECRET, {"text": SECRET}, {"id": {SECRET: SECRET}}, {"id": "m", SECRET: SECRET},
                {"id": "m", "type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "address_message", "body": SECRET}}},
                {"id": "m", "type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "", "title": SECRET}}}],
            "statuses": [{"id": "s", "recipient_id": SECRET, "errors": SECRET}],
        }}]}],
    });
    masked("odd", &body);
    let refused = webhook::parse(format!("{{\"{SECRET}\": {SECRET}}}")).unwrap_err();
    assert!(!format!("{refused:?} {refused}").contains(SECRET));
}

#[test]
fn what_is_not_personal_is_shown() {
    let body = json!({"entry": [{"id": "210550000000001", "changes": [{"field": "messages", "value": {
        "messages": [{"id": "wamid.QQ==", "type": "text", "text": {"body": "Hi"}}]}}]}]});
    let shown = format!("{:?}", webhook::parse(body.to_string()).unwrap());
    for part in [
        r#"MessageId("wamid.QQ==")"#,
        "message_type: Some(Text)",
        "body: <hidden>",
        "Messages",
        "210550000000001",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}
