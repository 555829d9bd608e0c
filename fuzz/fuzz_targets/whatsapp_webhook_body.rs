//! Any bytes as the body of a WhatsApp delivery: JSON is read, the rest is refused, and every event
//! holds what it says it holds.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;
use wazzup_whatsapp_types::webhook::{self, Event};

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
        assert_eq!(
            event.is_typed(),
            !matches!(event, Event::Raw(_) | Event::Malformed(_))
        );
        let _ = (event.name(), event.id(), event.sender(), event.unknown());
        let _ = format!("{event:?}");
        if let Some(key) = event.dedup_key() {
            assert!(event.is_typed() && key.starts_with(event.name()));
        }
    }
    // What is read once is read the same again.
    assert_eq!(webhook::parse(body).as_ref(), Ok(&webhook));
});
