//! Elements that are odd, and what becomes of their siblings.

use serde_json::{Value, json};
use wazzup_whatsapp_types::webhook::{self, Event, Field, Message};

pub(crate) fn events(body: impl ToString) -> Vec<Event> {
    webhook::parse(body.to_string()).unwrap().events
}

pub(crate) fn one(body: impl ToString) -> Event {
    let mut events = events(body);
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

/// A delivery of one change, the field behind the value as on the wire.
pub(crate) fn delivery(field: &str, value: impl ToString) -> String {
    let value = value.to_string();
    format!(r#"{{"entry":[{{"id":"1","changes":[{{"value":{value},"field":"{field}"}}]}}]}}"#)
}

fn messages(elements: &str) -> Vec<Event> {
    events(delivery(
        "messages",
        format!(r#"{{"messages":{elements}}}"#),
    ))
}

pub(crate) fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(Event::name).collect()
}

pub(crate) fn ids(events: &[Event]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event.id().unwrap_or("-"))
        .collect()
}

#[test]
fn a_bad_element_is_reported_beside_its_siblings() {
    let events = messages(
        r#"[{"id": "m-1"}, 42, {"type": "text"}, null, [], {"id": [], "type": "button"}, {"id": 17}]"#,
    );
    let expected = [
        "message",
        "message",
        "message",
        "message",
        "message",
        "callback_button",
        "message",
    ];
    assert_eq!(names(&events), expected);
    assert_eq!(ids(&events), ["m-1", "-", "-", "-", "-", "-", "17"]);
    let errors: Vec<String> = events[1..6]
        .iter()
        .map(|event| event.error().unwrap().to_string())
        .collect();
    assert_eq!(
        errors,
        [
            "invalid type: a number, expected an object",
            "missing field `id`",
            "invalid type: null, expected an object",
            "invalid type: a list, expected an object",
            "id: invalid type: sequence, expected text or a number",
        ]
    );
    for (index, event) in events.iter().enumerate().skip(1).take(5) {
        let Event::Malformed(malformed) = event else {
            panic!("{event:?}")
        };
        assert_eq!(malformed.index, Some(index));
        assert_eq!(malformed.field(), Some(&Field::Messages));
        assert!(!event.is_typed() && event.dedup_key().is_none());
    }
}

#[test]
fn what_a_kind_cannot_do_without_makes_it_malformed() {
    let cases = [
        (
            r#""type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"title": "T"}}"#,
            "callback_button",
            "interactive: missing field `button_reply.id`",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "button_reply"}"#,
            "callback_button",
            "interactive: missing field `button_reply.id`",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": ""}}"#,
            "callback_selection",
            "interactive: missing field `list_reply.id`",
        ),
        (
            r#""type": "button", "button": {}"#,
            "callback_button",
            "button: missing field `payload`",
        ),
        (
            r#""type": "button""#,
            "callback_button",
            "missing field `button`",
        ),
        (
            r#""type": "edit", "edit": {"message": {}}"#,
            "edited_message",
            "edit: missing field `original_message_id`",
        ),
        (
            r#""type": "revoke""#,
            "deleted_message",
            "missing field `revoke`",
        ),
    ];
    for (fields, name, error) in cases {
        let event = messages(&format!(r#"[{{"id": "m", {fields}}}]"#)).remove(0);
        assert_eq!(event.name(), name, "{fields}");
        assert_eq!(event.error().unwrap().to_string(), error, "{fields}");
    }
    let echo = r#"{"message_echoes": [{"id": "m", "type": "revoke", "revoke": {}}]}"#;
    let event = one(delivery("smb_message_echoes", echo));
    assert_eq!(event.name(), "outgoing_deleted_message");
    assert!(event.error().is_some());
}

#[test]
fn what_a_kind_can_do_without_is_left_out_and_named() {
    let cases = [
        (
            r#""type": "button", "button": {"text": "Stop"}"#,
            "callback_button",
            "",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": "{"}}"#,
            "flow_completion",
            "",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": {"flow_token": 5}}}"#,
            "flow_completion",
            "",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "nfm_reply"}"#,
            "flow_completion",
            "",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "call_permission_reply"}"#,
            "call_permission_update",
            "",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "poll"}}"#,
            "raw",
            "interactive.nfm_reply.name",
        ),
        (
            r#""type": "interactive", "interactive": {"type": "poll_reply"}"#,
            "message",
            "interactive.type",
        ),
        (
            r#""type": "interactive", "interactive": 5"#,
            "message",
            "interactive",
        ),
        (
            r#""type": "system", "system": {"type": "user_left"}"#,
            "message",
            "system.type",
        ),
        (
            r#""type": "system", "system": {"type": "user_changed_number", "wa_id": {}}"#,
            "phone_number_change",
            "system.wa_id",
        ),
        (r#""type": "system""#, "message", ""),
        (r#""type": "holo", "holo": {}"#, "message", "holo type"),
        (
            r#""type": "image", "image": {"id": 5, "sha256": [], "size": 3}"#,
            "message",
            "image.sha256 image.size",
        ),
        (
            r#""type": "contacts", "contacts": [{"x": 1}, {"name": 3}, 5]"#,
            "message",
            "contacts[0].x contacts[1].name contacts[2]",
        ),
        (r#""timestamp": "soon""#, "message", "timestamp"),
        (
            r#""timestamp": 1770000000, "from": 15550104477, "type": null, "text": null, "errors": null"#,
            "message",
            "",
        ),
        (
            r#""errors": {"code": "131051"}, "type": "unsupported""#,
            "message",
            "",
        ),
        (
            r#""context": {"forwarded": "true", "id": ""}"#,
            "message",
            "",
        ),
    ];
    for (fields, name, unknown) in cases {
        let event = messages(&format!(r#"[{{"id": "m", {fields}}}]"#)).remove(0);
        assert_eq!(event.name(), name, "{fields}");
        assert_eq!(event.error(), None, "{fields}");
        assert_eq!(event.unknown().join(" "), unknown, "{fields}");
    }
}

#[test]
fn a_flow_answer_that_is_not_json_is_kept() {
    let event = messages(
        r#"[{"id": "m", "type": "interactive", "interactive": {"type": "nfm_reply",
             "nfm_reply": {"name": "flow", "response_json": "half {"}}}]"#,
    );
    let Event::FlowCompletion(flow) = &event[0] else {
        panic!()
    };
    assert_eq!(
        (flow.response.as_ref(), flow.flow_token.as_ref()),
        (None, None)
    );
    assert_eq!(flow.response_json.as_ref().unwrap().as_str(), r#""half {""#);
}

#[test]
fn a_status_with_both_names_of_the_parent_id_is_read() {
    for (first, second, wanted) in [
        (json!("NL.ENT.77"), json!("NL.ENT.78"), Some("NL.ENT.77")),
        (json!(null), json!("NL.ENT.78"), Some("NL.ENT.78")),
        (json!(null), json!(null), None),
    ] {
        let status = json!({
            "id": "s-1", "parent_recipient_user_id": first, "recipient_parent_user_id": second,
        });
        let events = events(delivery("messages", json!({ "statuses": [status] })));
        let Event::MessageStatus(status) = &events[0] else {
            panic!("{:?}", events[0])
        };
        assert_eq!(status.parent_recipient().map(|id| id.as_str()), wanted);
        assert!(events[0].unknown().is_empty());
    }
}

#[test]
fn statuses_of_any_spelling_are_read() {
    let value = json!({"statuses": [
        {"id": "s-1", "status": "READ", "recipient_parent_user_id": "NL.ENT.77"},
        {"id": "s-2", "status": "vanished"},
        {"id": "s-3", "recipient_type": "group", "recipient_participant_id": 5},
        {"status": "read"},
    ]});
    let events = events(delivery("messages", value));
    assert_eq!(
        names(&events),
        [
            "message_status",
            "message_status",
            "group_message_statuses",
            "message_status"
        ]
    );
    assert_eq!(
        events[0].sender().unwrap().parent_bsuid.unwrap(),
        "NL.ENT.77"
    );
    assert_eq!(events[1].unknown(), ["status"]);
    assert_eq!(events[3].error().unwrap().to_string(), "missing field `id`");
}

#[test]
fn a_call_event_nobody_knows_is_raw() {
    let events = events(delivery(
        "calls",
        json!({"calls": [{"id": "c", "event": "hold"}, {"id": "c"}, {"id": "c", "event": "CONNECT"}, {"event": "connect"}, {"event": "terminate"}]}),
    ));
    assert_eq!(
        names(&events),
        [
            "raw",
            "raw",
            "call_connect",
            "call_connect",
            "call_terminate"
        ]
    );
    assert_eq!(events[0].unknown(), ["event"]);
    assert!(events[3].error().is_some() && events[4].error().is_some());
}

#[test]
fn preferences_of_other_categories_are_raw() {
    let events = events(delivery(
        "user_preferences",
        json!({"user_preferences": [{"category": "voice", "value": "stop"}, {"value": "stop"}, 5,
               {"category": "marketing_messages", "value": "maybe"}]}),
    ));
    let expected = [
        "raw",
        "raw",
        "user_marketing_preferences",
        "user_marketing_preferences",
    ];
    assert_eq!(names(&events), expected);
    assert_eq!(events[0].unknown(), ["category"]);
    assert_eq!(events[3].unknown(), ["value"]);
    // Without a time nothing tells a repeat.
    assert_eq!(events[3].dedup_key(), None);
}

#[test]
fn a_thousand_mixed_updates_are_a_thousand_events() {
    let elements: Vec<Value> = (0..200)
        .map(|n| match n % 4 {
            0 => json!({"id": format!("m-{n}"), "from": format!("{n}"), "type": "text", "text": {"body": "Hi"}}),
            1 => json!({"id": format!("m-{n}"), "from": format!("{n}"), "type": "button", "button": {"payload": "p"}}),
            2 => json!({"id": format!("m-{n}"), "from": format!("{n}"), "type": "holo", "holo": 1}),
            _ => json!(n),
        })
        .collect();
    let contacts: Vec<Value> = (0..200)
        .rev()
        .map(|n| json!({"wa_id": format!("{n}"), "profile": {"name": format!("user {n}")}}))
        .collect();
    let statuses: Vec<Value> = (0..200)
        .map(|n| json!({"id": format!("s-{n}"), "status": "read"}))
        .collect();
    let calls: Vec<Value> = (0..200)
        .map(|n| json!({"id": format!("c-{n}"), "event": "connect"}))
        .collect();
    let template =
        |n| json!({"field": "template_category_update", "value": {"message_template_id": n}});
    let entry = json!({"id": "1", "changes": [
        {"field": "messages", "value": {"contacts": contacts, "messages": elements}},
        {"value": {"statuses": statuses}, "field": "messages"},
        {"value": {"calls": calls}, "field": "calls"},
    ]});
    let templates: Vec<Value> = (0..400).map(template).collect();
    let body = json!({"object": "whatsapp_business_account", "entry": [entry, {"id": "2", "changes": templates}]});
    let events = events(body);
    assert_eq!(events.len(), 1000);
    assert_eq!(
        events
            .iter()
            .filter(|event| event.error().is_some())
            .count(),
        50
    );
    for (n, event) in events[..200].iter().enumerate() {
        let name = event.sender().and_then(|sender| sender.name);
        assert_eq!(name, (n % 4 != 3).then(|| format!("user {n}")).as_deref());
    }
    assert_eq!(events[999].id(), Some("399"));
    assert_eq!(events[999].change().entry_id.as_ref().unwrap(), "2");
}

#[test]
fn half_characters_and_bytes_that_are_no_text_are_replaced() {
    let events = messages(r#"[{"id": "m", "text": {"body": "\ud83d Hi"}, "type": "text"}]"#);
    let Event::Message(message) = &events[0] else {
        panic!()
    };
    assert_eq!(message.text_or_caption(), Some("\u{fffd} Hi"));
    let mut body = b"\xef\xbb\xbf".to_vec();
    body.extend(
        delivery(
            "messages",
            r#"{"messages": [{"id": "m", "text": {"body": "?"}}]}"#,
        )
        .bytes(),
    );
    let at = body.iter().position(|byte| *byte == b'?').unwrap();
    body[at] = 0xff;
    let webhook = webhook::parse(&body).unwrap();
    let Event::Message(message) = &webhook.events[0] else {
        panic!()
    };
    assert_eq!(message.text_or_caption(), Some("\u{fffd}"));
}

#[test]
fn what_is_no_json_is_refused() {
    for body in [
        "",
        "{",
        "{]",
        r#"{"entry":[}"#,
        r#"{"entry":[]} x"#,
        r#"{"entry":[{"changes":[{"value":{"messages":[{]}"#,
    ] {
        assert!(webhook::parse(body).is_err(), "{body}");
    }
}

#[test]
fn a_message_is_written_as_it_was_read() {
    let json =
        r#"{"id":"m","from":"1","timestamp":"1770000000","type":"text","text":{"body":"Hi"}}"#;
    let events = messages(&format!("[{json}]"));
    let Event::Message(message) = &events[0] else {
        panic!()
    };
    let written: Value = serde_json::to_value(&**message).unwrap();
    assert_eq!(written, serde_json::from_str::<Value>(json).unwrap());
    let bare = messages(r#"[{"id": "m"}]"#);
    let Event::Message(bare) = &bare[0] else {
        panic!()
    };
    assert_eq!(**bare, Message::new("m".parse().unwrap()));
}
