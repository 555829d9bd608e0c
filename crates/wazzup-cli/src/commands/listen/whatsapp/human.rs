//! Events for people.

use wazzup_sdk::{
    types::Timestamp,
    whatsapp::types::webhook::{Event, Media, MessageStatus, Sender, Update, WebhookError},
};

use crate::commands::listen::time::{NO_TIME, time};

/// One line about an event.
pub(super) fn told(event: &Event) -> String {
    match event {
        Event::Message(message) => {
            let content = Content {
                kind: message.message_type.as_ref().map(|kind| kind.as_str()),
                media: message.media(),
                text: message.text_or_caption(),
            };
            let line = from_user(event, message.timestamp.as_ref());
            line + &content.told(&message.id) + &told_error(message.error())
        }
        Event::OutgoingMessage(message) => {
            let content = Content {
                kind: message.message_type.as_ref().map(|kind| kind.as_str()),
                media: message.media(),
                text: message.text_or_caption(),
            };
            let line = line(event, "->", message.timestamp.as_ref());
            line + &content.told(&message.id) + &told_error(message.error())
        }
        Event::EditedMessage(edited) => {
            let text = edited.message.as_ref();
            let text = text.and_then(|message| message.text_or_caption());
            let line = from_user(event, edited.timestamp.as_ref());
            format!(
                "{line} [edited]{} {{{}}}",
                spaced(text),
                edited.original_message_id
            )
        }
        Event::DeletedMessage(deleted) => format!(
            "{} [deleted] {{{}}}",
            from_user(event, deleted.timestamp.as_ref()),
            deleted.original_message_id
        ),
        Event::CallbackButton(button) => format!(
            "{} [button]{} {{{}}}",
            from_user(event, button.timestamp.as_ref()),
            spaced(button.title.as_deref()),
            button.id
        ),
        Event::CallbackSelection(selection) => format!(
            "{} [selection]{} {{{}}}",
            from_user(event, selection.timestamp.as_ref()),
            spaced(selection.title.as_deref()),
            selection.id
        ),
        Event::MessageStatus(status) | Event::GroupMessageStatus(status) => told_status(status),
        Event::TemplateStatusUpdate(update) => format!(
            "{NO_TIME} template {} is {}",
            update
                .message_template_name
                .as_deref()
                .unwrap_or(update.message_template_id.as_str()),
            update.event.as_ref().map_or("?", |event| event.as_str())
        ),
        Event::AccountUpdate(update) => format!(
            "{NO_TIME} account {}: {}",
            event.id().unwrap_or("?"),
            update.event.as_ref().map_or("?", |event| event.as_str())
        ),
        Event::Malformed(malformed) => format!(
            "{NO_TIME} {} that cannot be read: {}",
            event.name(),
            malformed.error
        ),
        Event::Raw(raw) => format!("{NO_TIME} {}: {}", event.name(), raw.raw.as_str()),
        // Calls, changes of users and templates, and what a later version of the types may add.
        _ => told_rest(event),
    }
}

/// What a message is made of.
struct Content<'a> {
    kind: Option<&'a str>,
    media: Option<&'a Media>,
    text: Option<&'a str>,
}

impl Content<'_> {
    /// The kind unless it is text, what it says, and its id. Media have an id, by which they are
    /// downloaded.
    fn told(&self, id: impl std::fmt::Display) -> String {
        let mut told = String::new();
        if let Some(kind) = self.kind.filter(|kind| *kind != "text") {
            told.push_str(&format!(" [{kind}]"));
        }
        if let Some(media) = self.media.and_then(|media| media.id.as_ref()) {
            told.push_str(&format!(" {media}"));
        }
        told.push_str(&spaced(self.text));
        told + &format!(" {{{id}}}")
    }
}

fn told_status(update: &Update<MessageStatus>) -> String {
    format!(
        "{} {{{}}} {}{}",
        time(update.timestamp.as_ref()),
        update.id,
        update.status.as_ref().map_or("?", |status| status.as_str()),
        told_error(update.error())
    )
}

/// The kind of an event, whom it is about, and its id.
fn told_rest(event: &Event) -> String {
    let mut told = format!("{NO_TIME} {}", event.name());
    if let Some(sender) = event.sender() {
        told.push_str(&format!(" {}", user(sender)));
    }
    if let Some(id) = event.id() {
        told.push_str(&format!(" {{{id}}}"));
    }
    told
}

fn told_error(error: Option<&WebhookError>) -> String {
    let Some(code) = error.and_then(|error| error.code) else {
        return String::new();
    };
    match code.is_listed() {
        true => format!(" {code} ({})", code.advice()),
        false => format!(" {code}"),
    }
}

fn from_user(event: &Event, at: Option<&Timestamp>) -> String {
    line(event, "<-", at)
}

fn line(event: &Event, arrow: &str, at: Option<&Timestamp>) -> String {
    let who = event.sender().map_or_else(|| "?".to_owned(), user);
    format!("{} {arrow} {who}:", time(at))
}

/// The id of a user, and the name if it is known.
fn user(sender: Sender<'_>) -> String {
    let id = sender.wa_id.map(|id| id.as_str());
    let id = id.or_else(|| sender.primary().map(|id| id.as_str()));
    let id = id.unwrap_or("?");
    match sender.name {
        Some(name) => format!("{id} ({name})"),
        None => id.to_owned(),
    }
}

fn spaced(text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!(" {text}"))
}

#[cfg(test)]
mod tests {
    use wazzup_sdk::whatsapp::types::webhook;

    use super::*;

    fn lines(value: &str) -> Vec<String> {
        let body = format!(
            r#"{{"object": "whatsapp_business_account", "entry": [{{"id": "1", "changes": [
                {{"field": "messages", "value": {value}}}]}}]}}"#
        );
        let events = webhook::parse(&body).unwrap().events;
        events.iter().map(told).collect()
    }

    #[test]
    fn a_message_shows_its_way_user_name_and_text() {
        let lines = lines(
            r#"{"contacts": [{"wa_id": "15550104477", "profile": {"name": "A"}}], "messages": [
                {"from": "15550104477", "id": "wamid.1", "timestamp": "1767323045",
                 "type": "text", "text": {"body": "Hi"}},
                {"from": "15550104478", "id": "wamid.2", "type": "image",
                 "image": {"id": "77", "caption": "A cat", "url": "https://example.org/secret"}}
            ]}"#,
        );
        assert_eq!(lines[0], "03:04:05 <- 15550104477 (A): Hi {wamid.1}");
        assert_eq!(
            lines[1],
            "--:--:-- <- 15550104478: [image] 77 A cat {wamid.2}"
        );
    }

    #[test]
    fn a_status_is_short_and_a_failed_one_tells_what_to_do() {
        let lines = lines(
            r#"{"statuses": [
                {"id": "wamid.1", "status": "read", "recipient_id": "15550104477"},
                {"id": "wamid.2", "status": "failed", "errors": [{"code": 131026}]}
            ]}"#,
        );
        assert_eq!(lines[0], "--:--:-- {wamid.1} read");
        assert!(
            lines[1].starts_with("--:--:-- {wamid.2} failed 131026 ("),
            "{}",
            lines[1]
        );
    }

    #[test]
    fn every_kind_of_event_has_a_line() {
        let body = include_str!("../../../../tests/fixtures/whatsapp_every_kind.json");
        let events = webhook::parse(body).unwrap().events;
        assert!(!events.is_empty());
        for event in events {
            let line = told(&event);
            assert!(line.len() > NO_TIME.len(), "{event:?}: {line}");
            let at = line.split(' ').next().unwrap();
            assert_eq!(at.len(), NO_TIME.len(), "{event:?}: {line}");
        }
    }
}
