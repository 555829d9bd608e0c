//! Bodies with anything anywhere: each is accepted or refused in words, and none breaks a thing.

use serde_json::{Value, json};

use crate::whatsapp_support::{Graph, code};

const LINK: &str = "https://cdn.example.test/file";

/// One valid content of each shape.
fn contents() -> Vec<Value> {
    let interactive = |kind: &str, action: Value| {
        json!({ "type": "interactive", "interactive": {
            "type": kind, "header": { "type": "text", "text": "H" }, "body": { "text": "B" },
            "footer": { "text": "F" }, "action": action,
        } })
    };
    let card = |index: usize| {
        json!({
            "card_index": index, "type": "cta_url",
            "header": { "type": "image", "image": { "link": LINK } }, "body": { "text": "B" },
            "action": { "name": "cta_url", "parameters": { "display_text": "V", "url": LINK } },
        })
    };
    vec![
        json!({ "type": "text", "text": { "body": "Hi", "preview_url": true }, "context": { "message_id": "wamid.A" } }),
        json!({ "type": "document", "document": { "link": LINK, "caption": "c", "filename": "f" } }),
        json!({ "type": "audio", "audio": { "id": "1", "voice": true } }),
        json!({ "type": "location", "location": { "latitude": 1.5, "longitude": "2" } }),
        json!({ "type": "contacts", "contacts": [{
            "name": { "formatted_name": "A B", "first_name": "A" }, "birthday": "1991-04-30",
            "phones": [{ "phone": "1" }], "org": { "company": "C" },
        }] }),
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.A", "emoji": "👍" } }),
        json!({ "recipient_type": "group", "type": "pin", "pin": { "type": "pin", "message_id": "wamid.A", "expiration_days": 3 } }),
        json!({ "status": "read", "message_id": "wamid.A", "typing_indicator": { "type": "text" } }),
        interactive(
            "button",
            json!({ "buttons": [{ "type": "reply", "reply": { "id": "a", "title": "A" } }] }),
        ),
        interactive(
            "list",
            json!({ "button": "S", "sections": [{ "title": "T", "rows": [{ "id": "1", "title": "R" }] }] }),
        ),
        interactive(
            "product_list",
            json!({ "catalog_id": "7", "sections": [{ "title": "T", "product_items": [{ "product_retailer_id": "S" }] }] }),
        ),
        interactive(
            "flow",
            json!({ "name": "flow", "parameters": {
            "flow_message_version": "3", "flow_id": "6", "flow_cta": "B",
            "flow_action_payload": { "screen": "S", "data": { "a": 1 } },
        } }),
        ),
        interactive("carousel", json!({ "cards": [card(0), card(1)] })),
        interactive(
            "order_details",
            json!({ "name": "review_and_pay", "parameters": {
            "reference_id": "r", "type": "t", "currency": "INR",
            "total_amount": { "value": 5, "offset": 100 }, "order": { "status": "s", "items": [{}] },
        } }),
        ),
        json!({ "type": "template", "template": {
            "name": "tea_carousel", "language": { "code": "en_US" }, "components": [
                { "type": "body", "parameters": [{ "type": "text", "text": "you" }] },
                { "type": "carousel", "cards": [{ "card_index": 0, "components": [
                    { "type": "header", "parameters": [{ "type": "image", "image": { "link": LINK } }] },
                    { "type": "button", "sub_type": "quick_reply", "index": 0, "parameters": [{ "type": "payload", "payload": "p" }] },
                ] }] },
            ],
        } }),
        json!({ "type": "template", "template": {
            "name": "visit_reminder", "language": { "code": "en_US" }, "components": [
                { "type": "header", "parameters": [{ "type": "text", "parameter_name": "topic", "text": "t" }] },
                { "type": "body", "parameters": [{ "type": "currency", "currency": { "fallback_value": "5", "code": "USD", "amount_1000": 5 } }] },
                { "type": "limited_time_offer", "parameters": [{ "type": "limited_time_offer", "limited_time_offer": { "expiration_time_ms": 1 } }] },
            ],
        } }),
    ]
}

fn odd() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}{{é👋"),
        json!("x".repeat(40_000)),
        json!([]),
        json!([[], null, "a", { "type": "image" }]),
        json!({}),
        json!({ "type": "text", "id": 1, "text": { "body": [] } }),
    ]
}

/// Where everything stands within a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                places(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                places(value, &format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn whatever_is_sent_is_answered_in_words() {
    let graph = Graph::in_conversation().await;
    for strict in [true, false] {
        graph.bed.emulator.knobs(|knobs| {
            knobs.whatsapp.dialect.strict_keys = strict;
            knobs.whatsapp.limits.pair_interval_ms = None;
            knobs.whatsapp.limits.messages_per_second = None;
        });
        for content in contents() {
            let mut body = content;
            body["messaging_product"] = "whatsapp".into();
            body["to"] = if body["recipient_type"] == "group" {
                graph.config.group_id.as_str().into()
            } else {
                "15550104477".into()
            };
            let mut found = Vec::new();
            places(&body, "", &mut found);
            for place in found {
                for odd in odd() {
                    let mut changed = body.clone();
                    *changed.pointer_mut(&place).unwrap() = odd;
                    let answer = graph.call("POST messages", changed.clone()).await;
                    let (status, code) = code(&answer);
                    let told =
                        (status == 200 && code == 0) || (400..500).contains(&status) && code > 0;
                    assert!(told, "{status} {code}: {place} {changed}");
                }
            }
        }
    }
    graph.pass(std::time::Duration::from_secs(1)).await;
}

#[tokio::test]
async fn whatever_a_user_does_is_taken_or_refused() {
    let graph = Graph::in_conversation().await;
    let bodies = [
        json!({ "from": "15550104477", "type": "image", "image": { "caption": "c", "data": "eA==" }, "context": { "id": "wamid.A" } }),
        json!({ "from": "15550104477", "type": "system", "system": { "type": "user_changed_number", "wa_id": "15550104479" }, "identity": { "hash": "h" } }),
        json!({ "from": "15550104477", "tap": { "messageId": "wamid.A", "id": "x" }, "name": "N", "username": "u" }),
        json!({ "field": "user_preferences", "value": { "user_preferences": [{ "wa_id": "15550104477", "category": "marketing_messages", "value": "stop" }] } }),
        json!({ "object": "whatsapp_business_account", "entry": [{ "id": "1", "changes": [{ "field": "messages", "value": { "metadata": { "phone_number_id": "1" } } }] }] }),
    ];
    for body in bodies {
        let mut found = Vec::new();
        places(&body, "", &mut found);
        for place in found {
            for odd in odd() {
                let mut changed = body.clone();
                *changed.pointer_mut(&place).unwrap() = odd;
                for route in ["incoming", "update"] {
                    let route = format!("POST /_emulator/whatsapp/{route}");
                    let answer = graph.bed.call(&route, changed.clone()).await;
                    assert!(
                        [200, 400].contains(&answer.status.as_u16()),
                        "{place} {changed}"
                    );
                }
            }
        }
    }
}
