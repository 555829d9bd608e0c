//! Any bytes as a webhook body: JSON is read, the rest is refused, and every event holds what it
//! says it holds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;
use wazzup_types::webhook::{self, Event, Message, StatusUpdate};

fuzz_target!(|body: &[u8]| {
    let webhook = webhook::parse(body);
    let text = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
    let is_json = serde_json::from_str::<&RawValue>(&text).is_ok();
    assert_eq!(webhook.is_ok(), is_json, "{webhook:?}");
    let Ok(webhook) = webhook else { return };
    for event in &webhook {
        let raw = event.raw().as_str();
        assert!(serde_json::from_str::<&RawValue>(raw).is_ok());
        assert!(text.contains(raw));
        assert_eq!(
            event.error().is_some(),
            matches!(event, Event::Malformed(_))
        );
        let _ = (event.name(), event.id(), event.dedup_key(), event.unknown());
        let _ = format!("{event:?}");
        match event {
            Event::Message(message) => {
                let written = serde_json::to_string(&**message).expect("a message is written");
                let again: Message = serde_json::from_str(&written).expect("and read again");
                assert_eq!(again, **message);
            }
            Event::Status(status) => {
                let written = serde_json::to_string(&**status).expect("a status is written");
                let again: StatusUpdate = serde_json::from_str(&written).expect("and read again");
                assert_eq!(again, **status);
            }
            _ => {}
        }
    }
});
