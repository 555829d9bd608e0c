//! Webhooks of the WhatsApp Business Cloud API.

use wazzup_sdk::whatsapp::types::webhook::{self, Event};

use super::{EventLine, NotJson, line_of};

pub(super) fn events(body: &[u8]) -> Result<impl Iterator<Item = EventLine> + use<>, NotJson> {
    let webhook = webhook::parse(body).map_err(|error| NotJson(error.to_string()))?;
    let events = webhook.events.into_iter();
    Ok(events.map(|event| EventLine::from(&event)))
}

line_of!(WhatsApp, Event);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_update_is_a_line_and_what_has_no_type_is_raw() {
        let body = r#"{"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
            {"field": "messages", "value": {
                "metadata": {"phone_number_id": "2", "display_phone_number": "15550109000"},
                "messages": [
                    {"from": "15550104477", "id": "wamid.QQ==", "timestamp": "1770000000",
                     "type": "text", "text": {"body": "Hi"}},
                    42
                ],
                "statuses": [{"id": "wamid.QUE=", "status": "read", "timestamp": "1770000000"}]
            }},
            {"field": "security", "value": {"event": "PIN_CHANGED"}}
        ]}]}"#;
        let lines: Vec<EventLine> = events(body.as_bytes()).unwrap().collect();
        let told: Vec<(&str, Option<&str>, bool)> = lines
            .iter()
            .map(|line| (line.event, line.id.as_deref(), line.typed))
            .collect();
        assert_eq!(told[0], ("message", Some("wamid.QQ=="), true));
        assert_eq!((told[1].0, told[1].2), ("message", false));
        assert_eq!(told[2], ("message_status", Some("wamid.QUE="), true));
        assert_eq!((told[3].0, told[3].2), ("raw", false));
        let line = serde_json::to_string(&lines[0]).unwrap();
        assert!(
            line.starts_with(r#"{"provider":"whatsapp","event":"message","#),
            "{line}"
        );
        assert!(events(b"{").is_err());
    }
}
