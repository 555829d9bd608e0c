//! What is accepted of a message, and what is not.

use serde_json::{Value, json};

use crate::whatsapp_support::{Graph, USER, code};

const ACCEPTED: (u16, i64) = (200, 0);
const UNEXPECTED: (u16, i64) = (400, 100);
const MISSING: (u16, i64) = (400, 131_008);
const WRONG: (u16, i64) = (400, 131_009);

const LINK: &str = "https://cdn.example.test/file";

/// A content with one thing changed: `path` is set to `value`, or taken out with `null`.
fn changed(content: &Value, path: &str, value: Value) -> Value {
    let mut content = content.clone();
    if value.is_null() {
        let (parent, key) = path.rsplit_once('/').unwrap();
        let parent = content.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().remove(key);
    } else if let Some(there) = content.pointer_mut(path) {
        *there = value;
    } else {
        let (parent, key) = path.rsplit_once('/').unwrap();
        content.pointer_mut(parent).unwrap()[key] = value;
    }
    content
}

/// Tries a content, then it with each change.
async fn each(graph: &Graph, content: Value, changes: Vec<(&str, Value, (u16, i64))>) {
    graph.bed.emulator.knobs(|knobs| {
        knobs.whatsapp.limits.pair_interval_ms = None;
        knobs.whatsapp.limits.messages_per_second = None;
    });
    let answer = graph.send(content.clone()).await;
    assert_eq!(answer.status, 200, "{content} {:?}", answer.body);
    for (path, value, outcome) in changes {
        let changed = changed(&content, path, value);
        let answer = graph.send(changed.clone()).await;
        assert_eq!(
            code(&answer),
            outcome,
            "{path}: {changed} {:?}",
            answer.body
        );
    }
}

fn long(length: usize) -> Value {
    "é".repeat(length).into()
}

#[tokio::test]
async fn an_accepted_message_is_answered_with_an_id_and_kept() {
    let graph = Graph::in_conversation().await;
    let body = json!({
        "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+1 (555) 010-4477",
        "type": "text", "text": { "body": "Hi", "preview_url": true },
        "context": { "message_id": "wamid.QQ==" }, "biz_opaque_callback_data": "order-8812",
    });
    let answer = graph.call("POST messages", body.clone()).await;
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    assert_eq!(answer["messaging_product"], "whatsapp");
    assert_eq!(
        answer["contacts"],
        json!([{ "input": "+1 (555) 010-4477", "wa_id": USER }])
    );
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("wamid."));
    assert_eq!(answer["messages"][0].as_object().unwrap().len(), 1);
    let stored = graph.bed.emulator.whatsapp().message(id).unwrap();
    assert_eq!(stored.body, body);
    assert_eq!(stored.tracker.as_deref(), Some("order-8812"));
    assert_eq!((stored.kind.as_str(), stored.status), ("text", "accepted"));
}

#[tokio::test]
async fn the_envelope_is_checked() {
    let graph = Graph::in_conversation().await;
    let text = json!({ "type": "text", "text": { "body": "Hi" } });
    each(
        &graph,
        text,
        vec![
            ("/messaging_product", json!("sms"), UNEXPECTED),
            ("/type", json!("fax"), UNEXPECTED),
            ("/type", json!("image"), UNEXPECTED),
            ("/type", Value::Null, ACCEPTED),
            ("/recipient_type", json!("everybody"), WRONG),
            ("/to", json!(""), WRONG),
            ("/to", json!("nobody"), WRONG),
            ("/to", json!(15_550_104_477_u64), WRONG),
            ("/to", json!("15550109000"), (400, 131_021)),
            ("/recipient", json!("NL.90210"), ACCEPTED),
            ("/recipient", json!("90210"), WRONG),
            ("/context", json!({}), MISSING),
            (
                "/context",
                json!({ "message_id": "wamid.A", "more": 1 }),
                UNEXPECTED,
            ),
            ("/biz_opaque_callback_data", long(512), ACCEPTED),
            ("/biz_opaque_callback_data", long(513), WRONG),
            ("/recipient_identity_key_hash", json!("abc"), ACCEPTED),
            ("/message_activity_sharing", json!(true), UNEXPECTED),
            ("/image", json!({ "link": LINK }), UNEXPECTED),
            ("/text", Value::Null, MISSING),
            ("/text", json!("Hi"), WRONG),
            ("/text/body", long(4_096), ACCEPTED),
            ("/text/body", long(4_097), WRONG),
            ("/text/body", json!(" "), WRONG),
            ("/text/preview_url", json!("yes"), WRONG),
            ("/text/format", json!("bold"), UNEXPECTED),
        ],
    )
    .await;
    for (body, outcome) in [
        (json!([]), UNEXPECTED),
        (json!({ "to": USER, "text": { "body": "Hi" } }), UNEXPECTED),
        (
            json!({ "messaging_product": "whatsapp", "text": { "body": "Hi" } }),
            UNEXPECTED,
        ),
    ] {
        assert_eq!(code(&graph.call("POST messages", body).await), outcome);
    }
    assert_eq!(code(&graph.call("POST messages", None).await), UNEXPECTED);
}

#[tokio::test]
async fn what_is_not_documented_passes_when_it_is_told_to() {
    let graph = Graph::in_conversation().await;
    graph
        .bed
        .emulator
        .knobs(|knobs| knobs.whatsapp.dialect.strict_keys = false);
    let odd = json!({ "type": "text", "text": { "body": "Hi", "odd": 1 }, "even": 2 });
    assert_eq!(graph.refusal(odd).await, ACCEPTED);
}

#[tokio::test]
async fn media_need_one_source_and_keep_to_their_keys() {
    let graph = Graph::in_conversation().await;
    for kind in ["image", "video", "document"] {
        each(
            &graph,
            json!({ "type": kind, kind: { "link": LINK, "caption": "Look" } }),
            vec![
                (&format!("/{kind}/caption"), long(1_024), ACCEPTED),
                (&format!("/{kind}/caption"), long(1_025), WRONG),
                (&format!("/{kind}/link"), Value::Null, MISSING),
                (&format!("/{kind}/link"), json!("ftp://x.test/"), WRONG),
                (&format!("/{kind}/id"), json!("1"), WRONG),
                (&format!("/{kind}/odd"), json!("1"), UNEXPECTED),
                (&format!("/{kind}"), json!({ "id": "990011" }), UNEXPECTED),
            ],
        )
        .await;
    }
    each(
        &graph,
        json!({ "type": "audio", "audio": { "link": LINK, "voice": true } }),
        vec![
            ("/audio/caption", json!("no"), UNEXPECTED),
            ("/audio/voice", json!("yes"), WRONG),
        ],
    )
    .await;
    each(
        &graph,
        json!({ "type": "sticker", "sticker": { "link": LINK } }),
        vec![("/sticker/caption", json!("no"), UNEXPECTED)],
    )
    .await;
    let named = json!({ "type": "document", "document": { "link": LINK, "filename": "a.pdf" } });
    assert_eq!(graph.refusal(named).await, ACCEPTED);
}

#[tokio::test]
async fn a_medium_belongs_to_a_number_and_has_to_fit_its_type() {
    let graph = Graph::new().await;
    let picture = json!({ "from": USER, "image": { "mime_type": "image/png" } });
    let id = graph
        .control("POST whatsapp/incoming", picture)
        .await
        .json()["id"]
        .clone();
    let stored = graph
        .bed
        .emulator
        .whatsapp()
        .message(id.as_str().unwrap())
        .unwrap();
    let medium = stored.body["image"]["id"].as_str().unwrap().to_owned();
    assert_eq!(stored.body["image"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(
        graph
            .refusal(json!({ "type": "image", "image": { "id": medium } }))
            .await,
        ACCEPTED
    );
    let sticker = graph
        .sent(json!({ "type": "sticker", "sticker": { "id": medium } }))
        .await;
    assert_eq!(graph.failure(&sticker).await, Some(131_053));
    let other = &graph.config.phone_numbers[1].id;
    let body = json!({
        "messaging_product": "whatsapp", "to": USER, "type": "image", "image": { "id": medium },
    });
    let answer = graph
        .call(&format!("POST /v25.0/{other}/messages"), body)
        .await;
    assert_eq!(code(&answer), UNEXPECTED);
}

#[tokio::test]
async fn locations_and_contacts_are_checked() {
    let graph = Graph::in_conversation().await;
    let place =
        json!({ "latitude": 52.37, "longitude": "4.89", "name": "House", "address": "Street 1" });
    each(
        &graph,
        json!({ "type": "location", "location": place }),
        vec![
            ("/location/latitude", json!(90.5), WRONG),
            ("/location/latitude", json!("north"), WRONG),
            ("/location/longitude", json!(-180.5), WRONG),
            ("/location/longitude", Value::Null, MISSING),
            ("/location/name", Value::Null, ACCEPTED),
            ("/location/url", json!(LINK), UNEXPECTED),
        ],
    )
    .await;
    let contact = json!({
        "name": { "formatted_name": "A B", "first_name": "A" },
        "birthday": "1991-04-30",
        "phones": [{ "phone": "+15550188123", "type": "CELL", "wa_id": "15550188123" }],
        "emails": [{ "email": "a@example.test", "type": "WORK" }],
        "urls": [{ "url": "https://example.test", "type": "HOME" }],
        "addresses": [{ "street": "1 Quay", "city": "Lund", "country_code": "SE", "type": "HOME" }],
        "org": { "company": "C", "department": "D", "title": "T" },
    });
    each(
        &graph,
        json!({ "type": "contacts", "contacts": [contact] }),
        vec![
            ("/contacts", json!([]), WRONG),
            ("/contacts", json!(vec![contact.clone(); 257]), ACCEPTED),
            ("/contacts", json!(vec![contact.clone(); 258]), WRONG),
            ("/contacts/0/name/first_name", Value::Null, MISSING),
            ("/contacts/0/name/formatted_name", Value::Null, MISSING),
            ("/contacts/0/birthday", json!("30.04.1991"), WRONG),
            ("/contacts/0/phones/0/phone", Value::Null, ACCEPTED),
            ("/contacts/0/phones/0/number", json!("1"), UNEXPECTED),
            ("/contacts/0/emails/0/email", Value::Null, MISSING),
            ("/contacts/0/age", json!(30), UNEXPECTED),
        ],
    )
    .await;
}

#[tokio::test]
async fn reactions_need_a_message_that_can_be_reacted_to() {
    let graph = Graph::in_conversation().await;
    let target = graph.hear("React to this");
    let react = |id: &str, emoji: &str| json!({ "type": "reaction", "reaction": { "message_id": id, "emoji": emoji } });
    each(
        &graph,
        react(&target, "👍"),
        vec![
            ("/reaction/emoji", json!(""), ACCEPTED),
            ("/reaction/emoji", json!("👨‍👩‍👧"), ACCEPTED),
            ("/reaction/emoji", json!("yes"), WRONG),
            ("/reaction/emoji", Value::Null, MISSING),
            ("/reaction/message_id", Value::Null, MISSING),
            ("/context", json!({ "message_id": "wamid.A" }), WRONG),
        ],
    )
    .await;
    let first = graph.sent(react(&target, "👍")).await;
    let unknown = graph.sent(react("wamid.unknown", "👍")).await;
    let second = graph.sent(react(&first, "👍")).await;
    assert_eq!(graph.failure(&first).await, None);
    assert_eq!(graph.history(&first), ["accepted", "sent"]);
    assert_eq!(graph.failure(&unknown).await, Some(131_009));
    assert_eq!(graph.failure(&second).await, Some(131_009));
}

#[tokio::test]
async fn groups_are_written_to_and_pins_belong_there() {
    let graph = Graph::new().await;
    let group = graph.config.group_id.clone();
    let pin = json!({
        "recipient_type": "group", "to": group, "type": "pin",
        "pin": { "type": "pin", "message_id": "wamid.A", "expiration_days": 30 },
    });
    each(
        &graph,
        pin,
        vec![
            ("/pin/expiration_days", json!(31), WRONG),
            ("/pin/expiration_days", Value::Null, MISSING),
            (
                "/pin",
                json!({ "type": "unpin", "message_id": "wamid.A" }),
                ACCEPTED,
            ),
            ("/to", json!("no-such-group"), (400, 131_041)),
            ("/recipient_type", json!("individual"), WRONG),
        ],
    )
    .await;
    let text =
        json!({ "recipient_type": "group", "to": group, "type": "text", "text": { "body": "Hi" } });
    let answer = graph.send(text).await.json();
    assert_eq!(answer["contacts"], json!([{ "input": group }]));
    assert_eq!(answer["messages"][0]["group_id"], group.as_str());
}

#[tokio::test]
async fn a_user_is_reached_by_a_business_scoped_id() {
    let graph = Graph::in_conversation().await;
    let stored = graph.bed.emulator.whatsapp().messages();
    let user_id = stored[0].user_id.clone().unwrap();
    let send = |id: &str| json!({ "messaging_product": "whatsapp", "recipient": id, "type": "text", "text": { "body": "Hi" } });
    let answer = graph.call("POST messages", send(&user_id)).await.json();
    assert_eq!(
        answer["contacts"],
        json!([{ "input": user_id, "user_id": user_id }])
    );
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert_eq!(graph.failure(id).await, None);
    let answer = graph.call("POST messages", send("NL.90210")).await.json();
    let id = answer["messages"][0]["id"].as_str().unwrap();
    assert_eq!(graph.failure(id).await, Some(131_026));
}

#[tokio::test]
async fn reading_marks_what_came_before_too() {
    let graph = Graph::new().await;
    let (first, second, third) = (graph.hear("1"), graph.hear("2"), graph.hear("3"));
    let read = |id: &str, more: Value| {
        let mut body =
            json!({ "messaging_product": "whatsapp", "status": "read", "message_id": id });
        if !more.is_null() {
            body["typing_indicator"] = more;
        }
        body
    };
    let answer = graph
        .call("POST messages", read(&second, Value::Null))
        .await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()),
        (200, json!({ "success": true }))
    );
    assert_eq!(graph.history(&first), ["received", "read"]);
    assert_eq!(graph.history(&second), ["received", "read"]);
    // Of one moment with the one that was named: all of them count as earlier.
    assert_eq!(graph.history(&third), ["received", "read"]);
    let typing = read(&third, json!({ "type": "text" }));
    assert_eq!(graph.call("POST messages", typing).await.status, 200);
    let stored = graph.bed.emulator.whatsapp().message(&third).unwrap();
    assert_eq!(stored.typing_at, Some(graph.bed.emulator.now()));
    let own = graph.say("mine").await;
    for (body, outcome) in [
        (read("wamid.unknown", Value::Null), WRONG),
        (read(&own, Value::Null), WRONG),
        (read(&third, json!({ "type": "voice" })), WRONG),
        (
            json!({ "messaging_product": "whatsapp", "status": "read" }),
            MISSING,
        ),
        (
            json!({ "messaging_product": "whatsapp", "status": "seen", "message_id": third }),
            WRONG,
        ),
        (json!({ "status": "read", "message_id": third }), UNEXPECTED),
    ] {
        assert_eq!(code(&graph.call("POST messages", body).await), outcome);
    }
}

mod interactive;
