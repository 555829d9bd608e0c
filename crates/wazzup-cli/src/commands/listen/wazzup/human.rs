//! Events for people.

use wazzup_sdk::types::{
    ChatId, ChatType,
    webhook::{DeliveryError, Event, Message, StatusUpdate},
};

use crate::commands::listen::time::{NO_TIME, time};

/// One line about an event.
pub(super) fn told(event: &Event) -> String {
    match event {
        Event::Message(message) => told_message(message),
        Event::Status(status) => told_status(status),
        Event::ChannelUpdate(update) => format!(
            "{} channel {} is {}",
            time(update.timestamp.as_ref()),
            update.channel_id,
            update.state.as_ref().map_or("?", |state| state.as_str())
        ),
        Event::TemplateStatus(update) => format!(
            "{NO_TIME} template {} is {}",
            update
                .name
                .as_deref()
                .unwrap_or(update.template_guid.as_str()),
            update.status.as_ref().map_or("?", |status| status.as_str())
        ),
        Event::CreateContact(question) => format!(
            "{NO_TIME} question: create the contact {}",
            question.name.as_deref().unwrap_or("?")
        ),
        Event::CreateDeal(question) => {
            let contacts: Vec<&str> = question.contacts.iter().map(|id| id.as_str()).collect();
            format!(
                "{NO_TIME} question: create a deal for {}",
                contacts.join(", ")
            )
        }
        Event::Test(_) => format!("{NO_TIME} probe"),
        Event::Malformed(malformed) => {
            format!(
                "{NO_TIME} {} that cannot be read: {}",
                event.name(),
                malformed.error
            )
        }
        // Also what a later version of the types may add.
        _ => format!("{NO_TIME} {}: {}", event.name(), event.raw().as_str()),
    }
}

fn told_message(message: &Message) -> String {
    let arrow = if message.is_inbound() { "<-" } else { "->" };
    let mut line = format!(
        "{} {arrow} {}",
        time(message.date_time.as_ref()),
        chat(message.chat_type.as_ref(), message.chat_id.as_ref())
    );
    let name = match message.is_inbound() {
        true => message
            .contact
            .as_ref()
            .and_then(|contact| contact.name.as_deref()),
        false => message.author_name.as_deref(),
    };
    if let Some(name) = name {
        line.push_str(&format!(" ({name})"));
    }
    line.push(':');
    for (is, word) in [
        (message.is_edited, "edited"),
        (message.is_deleted, "deleted"),
    ] {
        if is {
            line.push_str(&format!(" [{word}]"));
        }
    }
    let kind = message.message_type.as_ref().map(|kind| kind.as_str());
    match (&message.content_uri, kind) {
        (Some(uri), kind) => line.push_str(&format!(" [{}] {uri}", kind.unwrap_or("file"))),
        (None, Some(kind)) if kind != "text" => line.push_str(&format!(" [{kind}]")),
        _ => {}
    }
    if let Some(text) = &message.text {
        line.push_str(&format!(" {text}"));
    }
    line.push_str(&format!(" {{{}}}", message.message_id));
    line + &told_error(message.error.as_deref())
}

fn told_status(update: &StatusUpdate) -> String {
    format!(
        "{} {{{}}} {}{}",
        time(update.timestamp.as_ref()),
        update.message_id,
        update.status.as_ref().map_or("?", |status| status.as_str()),
        told_error(update.error.as_deref())
    )
}

fn told_error(error: Option<&DeliveryError>) -> String {
    let Some(code) = error.and_then(|error| error.code.as_ref()) else {
        return String::new();
    };
    match code.is_listed() {
        true => format!(" {code} ({})", code.advice()),
        false => format!(" {code}"),
    }
}

fn chat(chat_type: Option<&ChatType>, chat_id: Option<&ChatId>) -> String {
    let messenger = chat_type.map_or("?", |chat_type| chat_type.as_str());
    format!(
        "{messenger}:{}",
        chat_id.map_or("?", |chat_id| chat_id.as_str())
    )
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::types::webhook;

    use super::*;

    fn lines(body: &str) -> Vec<String> {
        webhook::parse(body)
            .unwrap()
            .events
            .iter()
            .map(told)
            .collect()
    }

    #[test]
    fn a_message_shows_its_way_chat_name_and_text() {
        let lines = lines(
            r#"{"messages": [
                {"messageId": "m-1", "chatType": "whatsapp", "chatId": "79990000000",
                 "dateTime": "2026-01-02T03:04:05.678Z", "type": "text", "isEcho": false,
                 "contact": {"name": "A"}, "text": "Hi"},
                {"messageId": "m-2", "chatType": "whatsapp", "chatId": "79990000000",
                 "isEcho": true, "type": "image", "contentUri": "https://example.org/a.png"},
                {"messageId": "m-3", "isEdited": true, "text": "Hello"}
            ]}"#,
        );
        assert_eq!(lines[0], "03:04:05 <- whatsapp:79990000000 (A): Hi {m-1}");
        assert_eq!(
            lines[1],
            "--:--:-- -> whatsapp:79990000000: [image] https://example.org/a.png {m-2}"
        );
        assert_eq!(lines[2], "--:--:-- -> ?:?: [edited] Hello {m-3}");
    }

    #[test]
    fn every_other_kind_has_a_line_of_its_own() {
        let lines = lines(
            r#"{
                "statuses": [{"messageId": "m-1", "status": "read"}],
                "channelsUpdates": [{"channelId": "c-1", "state": "qr"}],
                "templateStatus": {"templateGuid": "t-1", "status": "approved"},
                "createContact": {"name": "A"},
                "createDeal": {"contacts": ["c-1"]},
                "test": true,
                "domain": "example.org"
            }"#,
        );
        let expected = [
            "--:--:-- {m-1} read",
            "--:--:-- channel c-1 is qr",
            "--:--:-- template t-1 is approved",
            "--:--:-- question: create the contact A",
            "--:--:-- question: create a deal for c-1",
            "--:--:-- probe",
            "--:--:-- unknown: \"example.org\"",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_failed_delivery_tells_what_to_do() {
        let body = r#"{"statuses": [{"messageId": "m-1", "status": "error",
            "error": {"error": "BAD_CONTACT"}}]}"#;
        let line = lines(body).remove(0);
        assert!(
            line.starts_with("--:--:-- {m-1} error BAD_CONTACT ("),
            "{line}"
        );
    }
}
