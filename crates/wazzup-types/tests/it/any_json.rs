//! Any JSON object as a webhook body: no panic, no lost sibling.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use wazzup_types::webhook::{self, Event};

/// Names that the models know, so that odd contents meet them.
const NAMES: &[&str] = &[
    "messageId",
    "channelId",
    "chatType",
    "chatId",
    "avitoProfileId",
    "dateTime",
    "type",
    "isEcho",
    "contact",
    "text",
    "contentUri",
    "status",
    "error",
    "authorName",
    "authorId",
    "instPost",
    "interactive",
    "quotedMessage",
    "sentFromApp",
    "isEdited",
    "isDeleted",
    "oldInfo",
    "advert",
    "name",
    "avatarUri",
    "username",
    "phone",
    "description",
    "data",
    "code",
    "id",
    "likes",
    "timestamp",
    "oldText",
    "state",
    "tier",
    "qr",
    "qridle",
    "templateGuid",
    "responsibleUserId",
    "contactData",
    "contacts",
    "source",
    "foo",
    "",
];

const KEYS: &[&str] = &[
    "messages",
    "statuses",
    "createContact",
    "createDeal",
    "channelsUpdates",
    "templateStatus",
    "test",
    "domain",
    "",
];

/// The JSON text of any value; objects may hold a key twice.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|flag| flag.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_filter_map("JSON has finite numbers", |number| {
            serde_json::Number::from_f64(number).map(|number| number.to_string())
        }),
        any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
        Just(r#""\ud800""#.to_owned()),
        Just(r#""2026-03-01T10:00:00Z""#.to_owned()),
        Just(r#""whatsapp""#.to_owned()),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(", "))),
            object(inner),
        ]
    })
}

fn object(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let key = prop_oneof![
        9 => proptest::sample::select(NAMES).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let member = (key, value)
        .prop_map(|(key, value)| format!("{}: {value}", serde_json::to_string(&key).unwrap()));
    vec(member, 0..8).prop_map(|members| format!("{{{}}}", members.join(" ,\n")))
}

/// What is done to each event by those who look at it.
fn look_at(event: &Event) {
    let _ = (
        event.name(),
        event.id(),
        event.dedup_key(),
        format!("{event:?}"),
    );
    let unknown = event.unknown();
    assert!(unknown.is_sorted());
    assert_eq!(
        event.error().is_some(),
        matches!(event, Event::Malformed(_))
    );
    if let Event::Message(message) = event {
        let json = serde_json::to_string(&**message).unwrap();
        assert_eq!(
            serde_json::from_str::<webhook::Message>(&json).unwrap(),
            **message
        );
    }
}

proptest! {
    #[test]
    fn any_elements_are_each_told_and_good_ones_are_read(
        before in vec(any_json(), 0..4),
        after in vec(any_json(), 0..4),
        key in proptest::sample::select(&["messages", "statuses"][..]),
        other in proptest::sample::select(KEYS),
        odd in any_json(),
    ) {
        let good = r#"{"messageId": "good", "status": "read"}"#;
        let elements: Vec<&str> =
            before.iter().map(String::as_str).chain([good]).chain(after.iter().map(String::as_str)).collect();
        let other = serde_json::to_string(other).unwrap();
        let body = format!(r#"{{{other}: {odd}, "{key}": [{}], {other}: {odd}}}"#, elements.join(","));
        let events = webhook::parse(&body).unwrap().events;
        events.iter().for_each(look_at);

        // The list stands whole and in order somewhere among the events.
        let told: Vec<&str> = events.iter().map(|event| event.raw().as_str()).collect();
        prop_assert!(told.windows(elements.len()).any(|window| window == elements), "{told:?}");
        let read = events.iter().any(|event| event.is_typed() && event.id() == Some("good"));
        prop_assert!(read, "{events:?}");
    }

    #[test]
    fn an_object_with_an_id_is_always_a_message(fields in object(any_json())) {
        let fields = fields.strip_prefix('{').unwrap();
        let comma = if fields.trim() == "}" { "" } else { "," };
        // The last of each key counts, so the id stands last.
        let fields = fields.strip_suffix('}').unwrap();
        let body = format!(r#"{{"messages": [{{{fields}{comma} "messageId": "m"}}]}}"#);
        let events = webhook::parse(&body).unwrap().events;
        prop_assert_eq!(events.len(), 1);
        prop_assert!(matches!(&events[0], Event::Message(message) if message.message_id == "m"), "{:?}", events[0].error());
        look_at(&events[0]);
    }

    #[test]
    fn whatever_is_json_is_read_and_whatever_is_not_is_refused(
        body in prop_oneof![any_json(), any::<String>(), "[{}\\[\\]\",:a0nul\\\\ ]{0,12}"],
    ) {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&body).is_ok();
        let read = webhook::parse(&body);
        prop_assert_eq!(read.is_ok(), is_json, "{:?}", read);
        if let Ok(webhook) = read {
            webhook.events.iter().for_each(look_at);
        }
    }

    #[test]
    fn any_bytes_cause_no_panic(body in any::<Vec<u8>>()) {
        let _ = webhook::parse(&body);
    }

    #[test]
    fn a_body_cut_short_is_refused(cut in 0_usize..1000) {
        let body = json!({"messages": [{"messageId": "я", "contact": {"name": "Анна"}}], "statuses": [{"messageId": "m"}]});
        let body = body.to_string().into_bytes();
        let cut = cut % body.len();
        prop_assert!(webhook::parse(&body[..cut]).is_err());
    }
}

#[test]
fn every_kind_of_element_may_stand_under_every_key() {
    let kinds: [Value; 8] = [
        Value::Null,
        json!(true),
        json!(5),
        json!("text"),
        json!([]),
        json!({}),
        json!([[{}], null, 5, {"a": {}}]),
        json!({"messageId": null, "channelId": 5, "templateGuid": "t", "contacts": {"a": 1}, "contactData": [[]]}),
    ];
    for key in KEYS {
        for kind in &kinds {
            let body = json!({*key: kind}).to_string();
            let events = webhook::parse(&body).unwrap().events;
            events.iter().for_each(look_at);
            let listed = !matches!(*key, "test" | "domain" | "");
            let expected = match kind {
                Value::Null => 0,
                Value::Array(items) if listed => items.len(),
                _ => 1,
            };
            assert_eq!(events.len(), expected, "{body}");
        }
    }
}
