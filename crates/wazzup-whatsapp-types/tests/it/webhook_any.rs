//! Any JSON in a delivery: no panic, no lost sibling.

use proptest::collection::vec;
use proptest::prelude::*;
use wazzup_whatsapp_types::webhook::{self, Event, Message, MessageStatus};

use crate::webhook_shapes::names;

/// Names that the models know, so that odd contents meet them.
const NAMES: &[&str] = &[
    "id",
    "from",
    "from_user_id",
    "timestamp",
    "type",
    "context",
    "text",
    "body",
    "image",
    "audio",
    "caption",
    "reaction",
    "location",
    "latitude",
    "contacts",
    "name",
    "phones",
    "order",
    "product_items",
    "interactive",
    "button_reply",
    "list_reply",
    "nfm_reply",
    "response_json",
    "call_permission_reply",
    "button",
    "payload",
    "system",
    "wa_id",
    "identity",
    "edit",
    "message",
    "original_message_id",
    "revoke",
    "referral",
    "errors",
    "code",
    "error_data",
    "status",
    "recipient_id",
    "recipient_type",
    "parent_recipient_user_id",
    "recipient_parent_user_id",
    "pricing",
    "conversation",
    "origin",
    "event",
    "direction",
    "session",
    "duration",
    "category",
    "value",
    "user_id",
    "profile",
    "message_template_id",
    "disable_info",
    "restriction_info",
    "waba_info",
    "foo",
    "",
];

/// Keys of every object around the elements.
const KEYS: &[&str] = &[
    "object",
    "entry",
    "id",
    "time",
    "changes",
    "field",
    "value",
    "messaging_product",
    "metadata",
    "contacts",
    "errors",
    "messages",
    "statuses",
    "calls",
    "user_preferences",
    "message_echoes",
    "x",
];

const WORDS: &[&str] = &[
    "text",
    "interactive",
    "button_reply",
    "list_reply",
    "nfm_reply",
    "flow",
    "system",
    "button",
    "user_changed_number",
    "customer_identity_changed",
    "edit",
    "revoke",
    "request_welcome",
    "group",
    "connect",
    "terminate",
    "marketing_messages",
    "1770000000",
    "NL.90210",
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
        proptest::sample::select(WORDS).prop_map(|word| format!("\"{word}\"")),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(", "))),
            object(NAMES, inner),
        ]
    })
}

fn object(
    names: &'static [&'static str],
    value: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let key = prop_oneof![
        9 => proptest::sample::select(names).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let member = (key, value)
        .prop_map(|(key, value)| format!("{}: {value}", serde_json::to_string(&key).unwrap()));
    vec(member, 0..8).prop_map(|members| format!("{{{}}}", members.join(" ,\n")))
}

/// Objects with the keys of deliveries, nested like them.
fn any_delivery() -> impl Strategy<Value = String> {
    any_json().prop_recursive(4, 32, 4, |inner| {
        let list = vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(",")));
        object(KEYS, prop_oneof![inner, list])
    })
}

/// What is done to each event by those who look at it.
fn look_at(event: &Event) {
    let _ = (
        event.name(),
        event.id(),
        event.dedup_key(),
        event.sender(),
        event.change(),
    );
    let _ = format!("{event:?}");
    assert!(event.unknown().is_sorted());
    assert_eq!(
        event.error().is_some(),
        matches!(event, Event::Malformed(_))
    );
    match event {
        Event::Message(message) => {
            let mut message = Message::clone(message);
            // A fraction may not survive its text to the last digit.
            (message.location, message.order, message.edit) = (None, None, None);
            let json = serde_json::to_string(&message).unwrap();
            assert_eq!(serde_json::from_str::<Message>(&json).unwrap(), message);
        }
        Event::MessageStatus(status) => {
            let json = serde_json::to_string(&**status).unwrap();
            assert_eq!(
                serde_json::from_str::<MessageStatus>(&json).unwrap(),
                **status
            );
        }
        _ => {}
    }
}

fn delivery(field: &str, value: &str) -> String {
    format!(r#"{{"entry":[{{"id":"1","changes":[{{"value":{value},"field":"{field}"}}]}}]}}"#)
}

/// The lists of elements, each with the field it comes in.
const LISTS: &[(&str, &str)] = &[
    ("messages", "messages"),
    ("messages", "statuses"),
    ("calls", "statuses"),
    ("calls", "calls"),
    ("user_preferences", "user_preferences"),
    ("smb_message_echoes", "message_echoes"),
];

/// An element that is read in any of the lists.
const GOOD: &str = r#"{"id": "good", "from": "1", "event": "connect", "category": "marketing_messages", "status": "read"}"#;

proptest! {
    #[test]
    fn any_elements_are_each_told_and_good_ones_are_read(
        before in vec(any_json(), 0..4),
        after in vec(any_json(), 0..4),
        (field, list) in proptest::sample::select(LISTS),
        other in proptest::sample::select(KEYS),
        odd in any_json(),
    ) {
        let elements: Vec<&str> =
            before.iter().map(String::as_str).chain([GOOD]).chain(after.iter().map(String::as_str)).collect();
        let value = format!(r#"{{"{other}": {odd}, "{list}": [{}], "{other}": {odd}}}"#, elements.join(","));
        let events = webhook::parse(delivery(field, &value)).unwrap().events;
        events.iter().for_each(look_at);
        // The list stands whole and in order somewhere among the events.
        let told: Vec<&str> = events.iter().map(|event| event.raw().as_str()).collect();
        prop_assert!(told.windows(elements.len()).any(|window| window == elements), "{told:?}");
        prop_assert!(events.iter().any(|event| event.is_typed() && event.raw().as_str() == GOOD));
    }

    #[test]
    fn odd_siblings_change_nothing_of_the_others(
        odd in any_json(),
        place in 0_usize..3,
        (field, list) in proptest::sample::select(LISTS),
    ) {
        let good = |n| GOOD.replace("good", &format!("good-{n}"));
        let surroundings = r#""metadata": {"phone_number_id": "p"}, "contacts": [{"wa_id": "1", "profile": {"name": "One"}}]"#;
        let body = |elements: &[String]| {
            delivery(field, &format!(r#"{{"{list}": [{}], {surroundings}}}"#, elements.join(",")))
        };
        let mut elements = vec![good(1), good(2)];
        let alone = webhook::parse(body(&elements)).unwrap().events;
        elements.insert(place, odd);
        let mut beside = webhook::parse(body(&elements)).unwrap().events;
        prop_assert_eq!(beside.len(), 3);
        beside.remove(place);
        prop_assert_eq!(alone, beside);
    }

    #[test]
    fn an_object_with_an_id_is_always_read(fields in object(NAMES, any_json()), is_status in any::<bool>()) {
        let fields = fields.strip_prefix('{').unwrap();
        let comma = if fields.trim() == "}" { "" } else { "," };
        // The last of each key counts, so what it needs stands last.
        let fields = fields.strip_suffix('}').unwrap();
        let list = if is_status { "statuses" } else { "messages" };
        let value = format!(r#"{{"{list}": [{{{fields}{comma} "id": "m", "type": "text"}}]}}"#);
        let events = webhook::parse(delivery("messages", &value)).unwrap().events;
        prop_assert_eq!(events.len(), 1);
        look_at(&events[0]);
        prop_assert!(events[0].is_typed(), "{:?}", events[0].error());
        prop_assert_eq!(events[0].id(), Some("m"));
    }

    #[test]
    fn any_delivery_is_read(body in any_delivery()) {
        let webhook = webhook::parse(&body).unwrap();
        webhook.events.iter().for_each(look_at);
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
    fn a_body_cut_short_is_refused(
        name in proptest::sample::select(names().collect::<Vec<_>>()),
        cut in any::<proptest::sample::Index>(),
    ) {
        let path = format!("{}/tests/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let body = std::fs::read_to_string(path).unwrap();
        let body = body.trim_end().as_bytes();
        prop_assert!(webhook::parse(&body[..cut.index(body.len())]).is_err());
    }
}
