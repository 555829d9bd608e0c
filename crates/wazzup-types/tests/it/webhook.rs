//! Webhook bodies as they come, good and odd.

use wazzup_types::webhook::{self, EntitySource, Event, Message, StatusUpdate};
use wazzup_types::{ChannelState, ChatType, ErrorCode, MessageStatus, MessageType};

fn events(body: &str) -> Vec<Event> {
    webhook::parse(body).unwrap().events
}

fn one(body: &str) -> Event {
    let mut events = events(body);
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

fn message(fields: &str) -> Event {
    one(&format!(
        r#"{{"messages": [{{"messageId": "m-1", {fields}}}]}}"#
    ))
}

fn model(event: Event) -> Message {
    let Event::Message(message) = event else {
        panic!("{event:?}")
    };
    message.into_parts().0
}

const FULL: &str = r#"{
    "messageId": "4f2bd7ac-0c5e-4f5c-9a1b-000000000001", "channelId": "c-1", "chatType": "telegram",
    "chatId": "123", "avitoProfileId": 55, "dateTime": "2026-03-01T10:20:30.456Z", "type": "image",
    "isEcho": true, "contact": {"name": "Anna", "avatarUri": "https://a.b/p.jpg", "username": "anna", "phone": "79990000000"},
    "text": "Hi", "contentUri": "https://a.b", "status": "error",
    "error": {"error": "BAD_CONTACT", "description": "No such account", "data": {"x": 1}},
    "authorName": "Ann", "authorId": 77,
    "instPost": {"id": "p", "src": "https://a.b", "sha1": "s", "likes": 3, "author": "a", "comments": "4",
        "timestamp": 1772359200000, "updatedAt": 1772359200000, "authorName": "n", "authorId": 5,
        "description": "d", "previewSha1": "p", "imageSrc": "i", "previewSrc": "v"},
    "interactive": [{"anything": [1, 2]}], "quotedMessage": {"id": "q", "text": "t", "type": "text"},
    "sentFromApp": true, "isEdited": "true", "isDeleted": 0,
    "oldInfo": {"oldText": "o", "oldAuthorId": 9, "oldAuthorName": "b"}, "advert": {"id": 1}
}"#;

#[test]
fn every_field_of_a_message_is_read() {
    let event = one(&format!(r#"{{"messages":[{FULL}]}}"#));
    assert_eq!(event.unknown(), [""; 0]);
    assert_eq!(event.raw().as_str(), FULL);
    assert_eq!(event.id(), Some("4f2bd7ac-0c5e-4f5c-9a1b-000000000001"));
    let message = model(event);
    assert_eq!(message.chat_type, Some(ChatType::Telegram));
    assert_eq!(message.message_type, Some(MessageType::Image));
    assert_eq!(message.avito_profile_id.as_deref(), Some("55"));
    assert_eq!(message.author_id.as_ref().unwrap().as_str(), "77");
    assert_eq!(
        message.contact.as_ref().unwrap().phone.as_deref(),
        Some("79990000000")
    );
    assert_eq!(message.content_uri.as_deref(), Some("https://a.b"));
    let error = message.error.as_ref().unwrap();
    assert_eq!(error.code, Some(ErrorCode::BAD_CONTACT));
    assert_eq!(error.data.as_ref().unwrap().as_str(), r#"{"x": 1}"#);
    let post = message.inst_post.as_ref().unwrap();
    assert_eq!((post.likes, post.comments), (Some(3), Some(4)));
    assert_eq!(
        message
            .quoted_message
            .as_ref()
            .unwrap()
            .any_id()
            .unwrap()
            .as_str(),
        "q"
    );
    assert!(message.sent_from_app && message.is_edited && !message.is_deleted);
    assert_eq!(
        message
            .old_info
            .as_ref()
            .unwrap()
            .old_author_id
            .as_ref()
            .unwrap()
            .as_str(),
        "9"
    );
    assert!(message.is_outbound() && !message.is_inbound());
    // What is written is read again as the same.
    let again: Message = serde_json::from_str(&serde_json::to_string(&message).unwrap()).unwrap();
    assert_eq!(again, message);
}

#[test]
fn messages_and_statuses_of_one_body_both_arrive_in_wire_order() {
    let events = events(
        r#" { "statuses": [{"messageId": "s-1", "status": "read"}],
              "messages": [{"messageId": "m-1"}, {"messageId": "m-2"}],
              "statuses": [{"messageId": "s-2", "status": "sent"}] } "#,
    );
    let ids: Vec<_> = events
        .iter()
        .map(|event| (event.name(), event.id().unwrap()))
        .collect();
    assert_eq!(
        ids,
        [
            ("status", "s-1"),
            ("message", "m-1"),
            ("message", "m-2"),
            ("status", "s-2")
        ]
    );
}

#[test]
fn only_the_id_of_a_message_is_needed() {
    let bare = model(one(r#"{"messages": [{"messageId": "m-1"}]}"#));
    assert_eq!(bare, Message::new("m-1".parse().unwrap()));
    assert!(!bare.is_inbound() && !bare.is_outbound());
    let edited = model(message(
        r#""isEdited": true, "text": "new", "oldInfo": {"oldText": "old"}"#,
    ));
    assert!(edited.is_edited);
    let numeric = one(r#"{"messages": [{"messageId": 17}]}"#);
    assert_eq!(numeric.id(), Some("17"));
}

#[test]
fn a_bad_element_is_reported_beside_its_siblings() {
    let events = events(
        r#"{"messages": [{"messageId": "m-1"}, 42, {"text": "no id"}, null, [], {"messageId": []},
            {"messageId": "m-2"}]}"#,
    );
    assert_eq!(events.len(), 7);
    assert_eq!(events[0].id(), Some("m-1"));
    assert_eq!(events[6].id(), Some("m-2"));
    let errors: Vec<_> = events[1..6]
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let Event::Malformed(malformed) = event else {
                panic!("{event:?}")
            };
            assert_eq!(
                (malformed.key.as_str(), malformed.index),
                ("messages", Some(index + 1))
            );
            assert_eq!(event.name(), "message");
            assert!(!event.is_typed());
            malformed.error.to_string()
        })
        .collect();
    assert_eq!(
        errors,
        [
            "invalid type: a number, expected an object",
            "missing field `messageId`",
            "invalid type: null, expected an object",
            "invalid type: a list, expected an object",
            "messageId: invalid type: sequence, expected text or a number",
        ]
    );
    assert_eq!(events[2].raw().as_str(), r#"{"text": "no id"}"#);
}

#[test]
fn a_field_of_a_wrong_shape_is_left_out_and_named() {
    let event = message(
        r#""contact": 5, "text": {"a": 1}, "chatType": ["x"], "isEcho": "maybe", "dateTime": {}, "chatId": "7""#,
    );
    assert_eq!(
        event.unknown(),
        ["chatType", "contact", "dateTime", "isEcho", "text"]
    );
    let message = model(event);
    assert_eq!(message.chat_id.unwrap().as_str(), "7");
    assert_eq!((message.text, message.contact), (None, None));
}

#[test]
fn nulls_are_the_same_as_nothing() {
    let all = [
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
    ];
    let fields: Vec<String> = all
        .iter()
        .map(|field| format!(r#""{field}": null"#))
        .collect();
    let event = message(&fields.join(", "));
    assert_eq!(event.unknown(), [""; 0]);
    assert_eq!(model(event), Message::new("m-1".parse().unwrap()));
    let keys = [
        "messages",
        "statuses",
        "createContact",
        "createDeal",
        "channelsUpdates",
        "templateStatus",
        "test",
        "domain",
    ];
    for key in keys {
        assert_eq!(events(&format!(r#"{{"{key}": null}}"#)), []);
    }
}

#[test]
fn unknown_fields_and_words_are_named_by_path() {
    let event = message(
        r#""foo": 1, "contact": {"name": "Anna", "foo": {"bar": 1}}, "status": "pondered",
           "chatType": "pigeon", "error": {"error": "BRAND_NEW", "extra": 1}, "dateTime": "soon""#,
    );
    assert_eq!(
        event.unknown(),
        [
            "chatType",
            "contact.foo",
            "dateTime",
            "error.error",
            "error.extra",
            "foo",
            "status"
        ]
    );
    let Event::Message(message) = &event else {
        panic!()
    };
    assert_eq!(message.status.as_ref().unwrap().as_str(), "pondered");
    let question = one(
        r#"{"createContact": {"contactData": [{"chatType": "vk", "chatId": "1"}, {"chatType": "owl"}], "x": 1}}"#,
    );
    assert_eq!(question.unknown(), ["contactData[1].chatType", "x"]);
}

#[test]
fn statuses_are_read_without_a_timestamp_and_with_errors_of_any_shape() {
    let events = events(
        r#"{"statuses": [
            {"messageId": "m", "timestamp": "2026-03-01T10:00:00Z", "status": "edited"},
            {"messageId": "m", "status": "error", "error": {"error": "24_HOURS_EXCEEDED", "description": "d", "data": "text"}},
            {"messageId": "m", "status": "error", "error": {"code": "SPAM", "message": "m"}, "chatId": 5, "chatType": "vk"},
            {"messageId": "m", "status": "error", "error": "BAD_CONTACT"},
            {"messageId": "m"}
        ]}"#,
    );
    let status = |index: usize| -> StatusUpdate {
        let Event::Status(status) = &events[index] else {
            panic!("{:?}", events[index])
        };
        (**status).clone()
    };
    assert_eq!(status(0).status, Some(MessageStatus::Edited));
    let code = |index| status(index).error.and_then(|error| error.code);
    assert_eq!(code(1), Some(ErrorCode::HOURS_24_EXCEEDED));
    assert_eq!(code(2), Some(ErrorCode::SPAM));
    assert_eq!(code(3), Some(ErrorCode::BAD_CONTACT));
    assert_eq!(status(4).status, None);
}

#[test]
fn questions_are_read_as_an_object_or_a_list() {
    let body = r#"{"createContact": {"responsibleUserId": "u-7", "name": "Anna",
        "contactData": [{"chatType": "whatsapp", "chatId": "79990000000"}], "source": "auto"}}"#;
    let Event::CreateContact(contact) = one(body) else {
        panic!()
    };
    assert_eq!(contact.source, Some(EntitySource::Auto));
    assert_eq!(
        contact.contact_data[0].chat_id.as_ref().unwrap().as_str(),
        "79990000000"
    );
    let deals = events(
        r#"{"createDeal": [{"responsibleUserId": 7, "contacts": ["c-1", 2], "source": "byUser"}, {"contacts": "c-1"}]}"#,
    );
    let Event::CreateDeal(deal) = &deals[0] else {
        panic!()
    };
    assert_eq!(deal.contacts[1].as_str(), "2");
    let Event::CreateDeal(deal) = &deals[1] else {
        panic!()
    };
    assert_eq!(deal.contacts[0].as_str(), "c-1");
    assert_eq!((deals[0].name(), deals[0].id()), ("create_deal", None));
}

#[test]
fn channel_updates_are_read_with_both_spellings_of_a_state() {
    let events = events(
        r#"{"channelsUpdates": [
            {"channelId": "c", "state": "openelsewhere", "timestamp": 1772359200000},
            {"channelId": "c", "state": "qr", "qr": "data:image/png;base64,AAAA", "tier": "TIER_1K"},
            {"channelId": "c", "state": "qridle"},
            {"channelId": "c", "state": "unauthorized", "qridle": true}
        ]}"#,
    );
    let update = |index: usize| {
        let Event::ChannelUpdate(update) = &events[index] else {
            panic!()
        };
        (**update).clone()
    };
    assert_eq!(update(0).state, Some(ChannelState::OpenElsewhere));
    assert_eq!(
        update(0).timestamp.unwrap().unix_millis(),
        Some(1_772_359_200_000)
    );
    assert!(update(1).qr.is_some() && !update(1).is_qr_idle());
    assert!(update(2).is_qr_idle() && update(3).is_qr_idle());
    let single = one(r#"{"channelsUpdates": {"channelId": "c", "state": "active"}}"#);
    assert_eq!(single.name(), "channel_update");
}

#[test]
fn a_template_status_is_read_in_any_letter_case() {
    let event =
        one(r#"{"templateStatus": {"templateGuid": "t", "name": "n", "status": "APPROVED"}}"#);
    assert_eq!((event.id(), event.unknown().len()), (Some("t"), 0));
    let Event::TemplateStatus(update) = event else {
        panic!()
    };
    assert_eq!(
        update.status,
        Some(wazzup_types::template::TemplateStatus::Approved)
    );
}

#[test]
fn the_probe_is_told_from_other_tests() {
    assert!(webhook::parse(r#"{"test": true}"#).unwrap().is_test());
    assert!(webhook::parse(r#"{"test":"true"}"#).unwrap().is_test());
    assert_eq!(one(r#"{"test": true}"#).raw().as_str(), "true");
    assert_eq!(one(r#"{"test": false}"#).name(), "unknown");
}

#[test]
fn what_is_not_known_is_kept() {
    let events = events(r#"{"domain": "x.amocrm.ru", "messages": [{"messageId": "m"}], "": {}}"#);
    assert_eq!(events.len(), 3);
    assert_eq!(events[0].unknown(), ["domain"]);
    assert_eq!(events[0].raw().as_str(), r#""x.amocrm.ru""#);
    assert_eq!(events[1].id(), Some("m"));
}

#[test]
fn json_that_is_no_object_is_one_unknown_event() {
    for body in [
        "[]",
        "5",
        " \"text\" ",
        "true",
        "[{\"messageId\": \"m\"}]",
        "null",
    ] {
        let event = one(body);
        assert_eq!(event.name(), "unknown");
        assert_eq!(event.raw().as_str(), body.trim());
        assert_eq!(event.unknown(), ["."]);
    }
    assert_eq!(events("{}"), []);
    assert_eq!(events(" { } "), []);
}

#[test]
fn what_is_no_json_is_refused() {
    let bodies = [
        "",
        " ",
        "{",
        "{]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"messages\":[}",
        "{\"messages\":[1,]}",
        "{\"messages\":[{\"messageId\":\"m\"}",
        "{} x",
        "{}{}",
        "nul",
        "{'a':1}",
        "{\"a\":01}",
        "{a:1}",
        "{\"messages\":[{\"messageId\":\"m\"} {\"messageId\":\"n\"}]}",
        "\u{feff}\u{feff}{}",
        "{\"messages\"1}",
        "{\"messages\":[{\"messageId\":\"a\nb\"}]}",
    ];
    for body in bodies {
        let ours = webhook::parse(body);
        assert!(
            serde_json::from_str::<serde::de::IgnoredAny>(body).is_err(),
            "{body}"
        );
        assert!(ours.is_err(), "{body}: {ours:?}");
    }
    assert_eq!(
        webhook::parse("{\"a\": x}").unwrap_err().to_string(),
        "the body is no JSON: expected value near byte 6"
    );
}

#[test]
fn a_key_that_is_there_twice_loses_nothing() {
    let event = message(r#""text": "first", "text": "second""#);
    assert_eq!(event.unknown(), [""; 0]);
    assert_eq!(model(event).text.as_deref(), Some("second"));
    let nested = message(r#""contact": {"name": "a", "name": "b"}, "text": "t""#);
    let nested = model(nested);
    assert_eq!(nested.contact.unwrap().name.as_deref(), Some("b"));
    assert_eq!(nested.text.as_deref(), Some("t"));
    let escaped = model(message(r#""text": "first", "\u0074ext": "second""#));
    assert_eq!(escaped.text.as_deref(), Some("second"));
}

#[test]
fn halves_of_characters_and_bad_utf8_become_replacement_characters() {
    let event = message(r#""text": "a\ud83d b\ude00 \ud83d\ude00 \\ud83d \ud83d\ud83d\ude00""#);
    let text = model(event).text.unwrap();
    assert_eq!(
        text,
        "a\u{fffd} b\u{fffd} \u{1f600} \\ud83d \u{fffd}\u{1f600}"
    );

    let mut body = br#"{"messages": [{"messageId": "m", "text": "a"#.to_vec();
    body.extend([0xff, b'"', b'}', b']', b'}']);
    let webhook = webhook::parse(&body).unwrap();
    assert_eq!(
        model(webhook.events[0].clone()).text.as_deref(),
        Some("a\u{fffd}")
    );

    let key = events(r#"{"\ud83d": 1, "messages": [{"messageId": "m"}]}"#);
    assert_eq!(key[0].unknown(), ["\u{fffd}"]);
    let inner = message(r#""\ud83dx": 1, "text": "t""#);
    assert_eq!(inner.unknown(), ["\u{fffd}x"]);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(
        events("\u{feff}{\"messages\":[{\"messageId\":\"m\"}]}").len(),
        1
    );
}

#[test]
fn depth_costs_no_stack() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!(
        r#"{{"x": {deep}, "messages": [{{"messageId": "m", "y": {deep}, "interactive": {deep}, "text": {deep}}}, {deep}, {{"messageId": "n"}}]}}"#
    );
    let events = events(&body);
    assert_eq!(events.len(), 4);
    assert_eq!((events[1].id(), events[3].id()), (Some("m"), Some("n")));
    assert_eq!(events[1].unknown(), ["text", "y"]);
    assert!(matches!(events[2], Event::Malformed(_)));
}

#[test]
fn events_share_the_text_of_the_body() {
    let webhook =
        webhook::parse(r#"{"messages": [{"messageId": "a"}, {"messageId": "b"}]}"#).unwrap();
    let raw = webhook.events[1].raw().clone();
    drop(webhook);
    assert_eq!(raw.as_str(), r#"{"messageId": "b"}"#);
    assert_eq!(raw.parse::<Message>().unwrap().message_id.as_str(), "b");
}

#[test]
fn repeated_deliveries_share_a_key_and_different_events_do_not() {
    let key = |fields: &str| message(fields).dedup_key().unwrap();
    assert_eq!(key(r#""status": "sent""#), "message:m-1::sent");
    assert_eq!(
        key(r#""status": "sent", "text": "a""#),
        key(r#""text": "a", "status":"sent""#)
    );
    assert_ne!(key(r#""status": "sent""#), key(r#""status": "error""#));
    assert_ne!(
        key(r#""text": "a""#),
        key(r#""text": "a", "isEdited": true"#)
    );
    assert_ne!(key(r#""isDeleted": true"#), key(r#""isEdited": true"#));
    assert_ne!(
        key(r#""isEdited": true, "text": "a""#),
        key(r#""isEdited": true, "text": "b""#)
    );
    assert_ne!(
        key(r#""isEdited": true, "text": "a""#),
        key(r#""isEdited": true, "contentUri": "a""#)
    );
    // No text in a key.
    assert!(!key(r#""isEdited": true, "text": "secret""#).contains("secret"));

    let status = one(
        r#"{"statuses": [{"messageId": "m", "status": "read", "timestamp": "2026-03-01T10:00:00Z"}]}"#,
    );
    assert_eq!(
        status.dedup_key().unwrap(),
        "status:m:read:2026-03-01T10:00:00Z"
    );
    let channel =
        one(r#"{"channelsUpdates": [{"channelId": "c", "state": "qr", "timestamp": 5}]}"#);
    assert_eq!(channel.dedup_key().unwrap(), "channel:c:qr:5");
    assert_eq!(one(r#"{"test": true}"#).dedup_key(), None);
}

#[test]
fn a_bad_item_of_a_list_inside_an_element_costs_only_itself() {
    let body = r#"{"createContact":{"contactData":[
        {"chatType":"vk","chatId":"1"}, 7, {"chatType":"vk","chatId":"2","novelty":1,"chatGroup":1}
    ],"zNovelty":1}}"#;
    let webhook = webhook::parse(body).unwrap();
    let [event @ Event::CreateContact(question)] = &webhook.events[..] else {
        panic!("{webhook:?}")
    };
    let chats: Vec<_> = question
        .contact_data
        .iter()
        .map(|chat| chat.chat_id.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(chats, ["1", "2"]);
    assert_eq!(
        event.unknown(),
        [
            "contactData[1]",
            "contactData[1].chatGroup",
            "contactData[1].novelty",
            "zNovelty"
        ]
    );

    let webhook = webhook::parse(r#"{"createDeal":{"contacts":["a",{"y":2},5,{"x":1}]}}"#).unwrap();
    let [event @ Event::CreateDeal(question)] = &webhook.events[..] else {
        panic!("{webhook:?}")
    };
    let contacts: Vec<_> = question.contacts.iter().map(|id| id.as_str()).collect();
    assert_eq!(contacts, ["a", "5"]);
    assert_eq!(event.unknown(), ["contacts[1]", "contacts[3]"]);
}

#[test]
fn a_bad_field_inside_an_object_costs_only_itself() {
    let webhook =
        webhook::parse(r#"{"messages":[{"messageId":"m","contact":{"name":{"a":1},"phone":7}}]}"#)
            .unwrap();
    let [event @ Event::Message(message)] = &webhook.events[..] else {
        panic!("{webhook:?}")
    };
    assert_eq!(
        message.contact.as_ref().unwrap().phone.as_deref(),
        Some("7")
    );
    assert_eq!(event.unknown(), ["contact.name"]);
}

#[test]
fn a_bad_field_costs_only_itself_beside_what_nobody_can_read() {
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    for odd in ["1e999", &deep] {
        let event = message(&format!(
            r#""contact": {{"name": "Anna", "phone": {{}}, "more": {odd}}}"#
        ));
        let contact = model(event).contact.unwrap();
        assert_eq!(contact.name.as_deref(), Some("Anna"), "{odd}");
    }
}

#[test]
fn a_list_of_nothing_but_bad_items_is_read_in_bounded_time() {
    let bad = vec![r#"{"x":1}"#; 5_000].join(",");
    let webhook = webhook::parse(format!(
        r#"{{"createDeal":{{"contacts":[{bad}],"responsibleUserId":"u"}}}}"#
    ))
    .unwrap();
    let [event @ Event::CreateDeal(question)] = &webhook.events[..] else {
        panic!("not read")
    };
    assert_eq!(question.responsible_user_id.as_ref().unwrap().as_str(), "u");
    assert!(event.unknown().contains(&"contacts".to_owned()));
}
