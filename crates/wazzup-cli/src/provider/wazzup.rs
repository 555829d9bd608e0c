//! Webhooks of the Wazzup public API.

use wazzup_sdk::types::webhook::{self, Event};

use super::{EventLine, NotJson, line_of};

pub(super) fn events(body: &[u8]) -> Result<impl Iterator<Item = EventLine> + use<>, NotJson> {
    let webhook = webhook::parse(body).map_err(|error| NotJson(error.to_string()))?;
    let events = webhook.events.into_iter();
    Ok(events.map(|event| EventLine::from(&event)))
}

line_of!(Wazzup, Event);

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(body: &str) -> Vec<String> {
        let events = events(body.as_bytes()).unwrap();
        events
            .map(|event| serde_json::to_string(&event).unwrap())
            .collect()
    }

    #[test]
    fn keys_come_in_one_order_and_only_the_error_may_be_absent() {
        let body = r#"{"statuses":[{"messageId":"m-1","status":"read"},{"status":"read"}]}"#;
        let lines = lines(body);
        assert_eq!(
            lines[0],
            r#"{"provider":"wazzup","event":"status","id":"m-1","typed":true,"unknown":[]}"#
        );
        assert!(
            lines[1].starts_with(
                r#"{"provider":"wazzup","event":"status","id":null,"typed":false,"unknown":[],"error":""#
            ),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn every_kind_has_its_word() {
        let body = r#"{
            "test": true,
            "messages": [{"messageId": "m-1"}],
            "statuses": [{"messageId": "m-1", "status": "sent"}],
            "createContact": {"name": "A"},
            "createDeal": {"contacts": ["c-1"]},
            "channelsUpdates": [{"channelId": "c-1", "state": "active"}],
            "templateStatus": {"templateGuid": "t-1", "status": "approved"},
            "domain": "example.org"
        }"#;
        let events: Vec<EventLine> = events(body.as_bytes()).unwrap().collect();
        let told: Vec<(&str, Option<&str>, bool)> = events
            .iter()
            .map(|line| (line.event, line.id.as_deref(), line.typed))
            .collect();
        assert_eq!(
            told,
            [
                ("test", None, true),
                ("message", Some("m-1"), true),
                ("status", Some("m-1"), true),
                ("create_contact", None, true),
                ("create_deal", None, true),
                ("channel_update", Some("c-1"), true),
                ("template_status", Some("t-1"), true),
                ("unknown", None, false),
            ]
        );
    }

    #[test]
    fn what_the_models_do_not_know_is_named() {
        let body = r#"{"messages":[{"messageId":"m-1","type":"hologram","extra":1}]}"#;
        let mut events = events(body.as_bytes()).unwrap();
        let mut unknown = events.next().unwrap().unknown;
        unknown.sort();
        assert_eq!(unknown, ["extra", "type"]);
    }

    #[test]
    fn json_of_any_kind_is_an_event_and_other_text_is_not_json() {
        assert_eq!(lines("42").len(), 1);
        assert_eq!(lines("{}").len(), 0);
        assert!(events(b"{\"messages\":[").is_err());
        assert!(events(b"").is_err());
    }
}
