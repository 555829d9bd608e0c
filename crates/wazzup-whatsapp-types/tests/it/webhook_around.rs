//! What stands around the elements: in any order, of any shape, and never at their cost.

use serde_json::json;
use wazzup_whatsapp_types::webhook::{self, Event, Field, ObjectKind, Part};

use crate::webhook::{delivery, events, ids, names, one};

#[test]
fn what_stands_around_may_come_behind() {
    let body = r#"{"entry": [{"changes": [
            {"value": {"messages": [{"type": "text", "id": "a", "from": "1"}, {"id": "b", "from": "2"}],
                       "contacts": [{"wa_id": "2", "profile": {"name": "Two"}}, {"wa_id": "1", "profile": {"name": "One"}}],
                       "metadata": {"phone_number_id": "p"}}, "field": "messages"},
            {"value": {"event": "APPROVED", "message_template_id": 7}, "field": "message_template_status_update"}
        ], "time": 1770000000, "id": "w"}], "object": "whatsapp_business_account"}"#;
    let webhook = webhook::parse(body).unwrap();
    assert_eq!(webhook.object, Some(ObjectKind::WhatsAppBusinessAccount));
    assert_eq!(
        names(&webhook.events),
        ["message", "message", "template_status_update"]
    );
    assert_eq!(ids(&webhook.events), ["a", "b", "7"]);
    for event in &webhook {
        let change = event.change();
        assert_eq!(change.entry_id.as_ref().unwrap(), "w");
        assert!(change.entry_time.is_some());
        assert!(change.field.is_some());
    }
    let senders = webhook.events[..2]
        .iter()
        .map(|event| event.sender().unwrap().name.unwrap());
    assert_eq!(senders.collect::<Vec<_>>(), ["One", "Two"]);
    assert_eq!(webhook.events[0].change().phone_number_id().unwrap(), "p");
    assert!(webhook.events[2].dedup_key().is_some());
}

#[test]
fn odd_surroundings_cost_no_event_and_are_told() {
    let value = json!({
        "metadata": 5, "contacts": [7, {"wa_id": "1", "profile": {"name": "One", "mood": "x"}}, null],
        "errors": ["bad", {"code": 1, "x": 2}], "messages": [{"id": "m", "from": "1"}],
    });
    let events = events(delivery("messages", value));
    assert_eq!(names(&events), ["message", "raw"]);
    assert_eq!(events[0].sender().unwrap().name, Some("One"));
    assert_eq!(
        events[0].unknown(),
        ["value.contacts[0].profile.mood", "value.errors[0].x"]
    );
    assert_eq!(
        events[1].unknown()[..3],
        ["contacts[0]", "errors[0]", "metadata"]
    );
}

#[test]
fn a_value_with_known_and_unknown_lists_gives_both() {
    let value = r#"{"messages": [{"id": "m"}], "polls": [{"id": "p"}], "nothing": null}"#;
    let events = events(delivery("messages", value));
    assert_eq!(names(&events), ["message", "raw"]);
    let Event::Raw(raw) = &events[1] else {
        panic!()
    };
    assert_eq!((raw.part, raw.raw.as_str()), (Part::Value, value));
    assert_eq!(raw.field(), Some(&Field::Messages));
    assert_eq!(events[1].unknown(), ["polls"]);
}

#[test]
fn a_change_of_another_field_is_raw_as_a_whole() {
    let value = r#"{"messages": [{"id": "m"}], "metadata": {"phone_number_id": "p"}}"#;
    for body in [
        delivery("standby", value),
        format!(r#"{{"entry":[{{"changes":[{{"field":"standby","value":{value}}}]}}]}}"#),
    ] {
        let event = one(body);
        assert_eq!((event.name(), event.raw().as_str()), ("raw", value));
        assert_eq!(event.change().field.as_ref().unwrap().as_str(), "standby");
        assert_eq!(event.change().phone_number_id().unwrap(), "p");
        assert_eq!(event.unknown(), ["field"]);
    }
    let known = one(delivery(
        "security",
        r#"{"event": "PIN_CHANGED", "anything": 1}"#,
    ));
    assert_eq!((known.name(), known.unknown().len()), ("raw", 0));
}

#[test]
fn values_that_are_an_event_are_read_wherever_the_field_stands() {
    let value =
        r#"{"message_template_id": "7", "event": "FROZEN", "disable_info": 5, "x": {"y": 1}}"#;
    for body in [
        delivery("message_template_status_update", value),
        format!(
            r#"{{"entry":[{{"changes":[{{"field":"message_template_status_update","value": {value} }}]}}]}}"#
        ),
    ] {
        let event = one(body);
        assert_eq!(
            (event.name(), event.id()),
            ("template_status_update", Some("7"))
        );
        assert_eq!(event.unknown(), ["disable_info", "event", "x"]);
        assert_eq!(event.raw().as_str(), value);
        // Without the time of the entry nothing tells a repeat.
        assert_eq!(event.dedup_key(), None);
    }
    for (field, name) in [
        ("message_template_status_update", "template_status_update"),
        ("template_category_update", "template_category_update"),
        ("message_template_quality_update", "template_quality_update"),
        (
            "message_template_components_update",
            "template_components_update",
        ),
        ("account_update", "account_update"),
    ] {
        for value in ["5", "[]", r#""x""#] {
            let behind = one(delivery(field, value));
            let before = one(format!(
                r#"{{"entry":[{{"changes":[{{"field":"{field}","value":{value}}}]}}]}}"#
            ));
            for event in [behind, before] {
                assert_eq!(event.name(), name);
                assert!(event.error().is_some(), "{field} {value}");
                assert_eq!(event.raw().as_str(), value);
            }
        }
    }
}

#[test]
fn nothing_is_left_out_wherever_it_stands() {
    let cases = [
        ("5", Part::Body, "."),
        ("[]", Part::Body, "."),
        ("null", Part::Body, "."),
        (r#"{"foo": 1}"#, Part::Body, "foo"),
        (r#"{"entry": 5}"#, Part::Entry, "."),
        (r#"{"entry": [{}]}"#, Part::Entry, ""),
        (
            r#"{"entry": [{"id": "1", "messaging": []}]}"#,
            Part::Entry,
            "messaging",
        ),
        (r#"{"entry": [{"changes": []}]}"#, Part::Entry, ""),
        (
            r#"{"entry": {"changes": {"field": "messages"}}}"#,
            Part::Change,
            "",
        ),
        (r#"{"entry": [{"changes": [5]}]}"#, Part::Change, "."),
        (
            r#"{"entry": [{"changes": [{"value": 5}]}]}"#,
            Part::Value,
            ".",
        ),
        (
            r#"{"entry": [{"changes": [{"value": {}}]}]}"#,
            Part::Value,
            ".",
        ),
        (
            r#"{"entry": [{"changes": [{"value": {"x": 1}}]}]}"#,
            Part::Value,
            "x",
        ),
        (
            r#"{"entry": [{"changes": [{"field": "messages", "value": {"messages": []}}]}]}"#,
            Part::Value,
            ".",
        ),
        (
            r#"{"entry": [{"changes": [{"field": "messages", "value": null}]}]}"#,
            Part::Change,
            "",
        ),
    ];
    for (body, part, unknown) in cases {
        let event = one(body);
        let Event::Raw(raw) = &event else {
            panic!("{event:?}")
        };
        assert_eq!(
            (raw.part, event.unknown().join(" ").as_str()),
            (part, unknown),
            "{body}"
        );
    }
    for nothing in [
        "{}",
        r#"{"entry": []}"#,
        r#"{"entry": null, "object": "page"}"#,
        r#"{"foo": null}"#,
    ] {
        assert_eq!(events(nothing), [], "{nothing}");
    }
    let twice = events(
        r#"{"entry": [{"changes": [{"value": {"messages": [{"id": "a"}], "messages": [{"id": "b"}]},
             "value": {"messages": [{"id": "c"}]}, "field": "messages"}]}], "entry": [], "x": 1}"#,
    );
    assert_eq!(names(&twice), ["message", "message", "raw", "raw"]);
    assert_eq!(ids(&twice), ["a", "b", "-", "-"]);
    assert!(twice[2].raw().as_str().contains(r#""c""#));
    assert_eq!(twice[3].unknown(), ["x"]);
}

#[test]
fn without_a_field_lists_are_read_for_what_they_are() {
    let event = one(r#"{"entry": [{"changes": [{"value": {"messages": {"id": "m"}}}]}]}"#);
    assert_eq!((event.name(), event.id()), ("message", Some("m")));
    assert_eq!(event.change().field, None);
}

#[test]
fn the_field_says_what_statuses_are_about_wherever_it_stands() {
    let value =
        r#"{"statuses": [{"id": "c", "status": "RINGING", "x": 1}, {"status": "RINGING"}, 5]}"#;
    let behind = events(delivery("calls", value));
    let before = events(format!(
        r#"{{"entry":[{{"id":"1","changes":[{{"field":"calls","value":{value}}}]}}]}}"#
    ));
    for events in [&behind, &before] {
        assert_eq!(names(events), ["call_status", "call_status", "call_status"]);
        assert!(events[0].is_typed() && events[1].error().is_some() && events[2].error().is_some());
        assert_eq!(events[0].unknown(), ["x"]);
        assert_eq!(
            events[0].raw().as_str(),
            r#"{"id": "c", "status": "RINGING", "x": 1}"#
        );
    }
}

#[test]
fn a_contact_is_not_taken_for_that_of_another_user() {
    let of = |messages: &str, contacts: &str| {
        let value = format!(r#"{{"contacts": {contacts}, "messages": {messages}}}"#);
        let events = events(delivery("messages", value));
        let names = events
            .iter()
            .map(|event| event.sender().unwrap().name.map(str::to_owned));
        names.collect::<Vec<_>>()
    };
    let ines = r#"[{"user_id": "NL.2", "profile": {"name": "Ines"}}]"#;
    let ines_named = || Some("Ines".to_owned());
    // Alone, nothing speaks against it.
    assert_eq!(of(r#"[{"id": "a", "from": "1"}]"#, ines), [ines_named()]);
    assert_eq!(of(r#"[{"id": "a", "from_user_id": "NL.1"}]"#, ines), [None]);
    let two = r#"[{"id": "a", "from": "1"}, {"id": "b", "from_user_id": "NL.2"}]"#;
    assert_eq!(of(two, ines), [None, ines_named()]);
}
