//! Conditions on [`MessageReceived`].

use wazzup_dispatch::Filter;
use wazzup_types::{ChannelId, ChatId, ChatType, MessageId, MessageType};

use crate::MessageReceived;

/// The messenger.
pub fn chat_type(chat_type: ChatType) -> impl Filter<MessageReceived> + Clone {
    move |message: &MessageReceived| message.chat_type.as_ref() == Some(&chat_type)
}

/// The channel it came by.
pub fn channel(channel: ChannelId) -> impl Filter<MessageReceived> + Clone {
    move |message: &MessageReceived| message.channel_id.as_ref() == Some(&channel)
}

/// The chat, by its id in the messenger, in whatever channel.
pub fn from_chat(chat: ChatId) -> impl Filter<MessageReceived> + Clone {
    move |message: &MessageReceived| message.chat_id.as_ref() == Some(&chat)
}

/// Written by a customer.
pub fn inbound() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| message.is_inbound()
}

/// Written from this side: by the API, in Wazzup's chats or on the phone.
pub fn outbound() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| message.is_outbound()
}

/// The kind of content.
pub fn message_type(message_type: MessageType) -> impl Filter<MessageReceived> + Clone {
    move |message: &MessageReceived| message.message_type.as_ref() == Some(&message_type)
}

/// With a file.
pub fn has_content() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| {
        message
            .content_uri
            .as_deref()
            .is_some_and(|uri| !uri.is_empty())
    }
}

/// With text that is not only white space.
pub fn has_text() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| !text(message).trim().is_empty()
}

/// The text is this, white space around it left aside, in upper or lower case.
pub fn text_equals(wanted: impl Into<String>) -> impl Filter<MessageReceived> + Clone {
    let wanted = wanted.into().trim().to_lowercase();
    move |message: &MessageReceived| text(message).trim().to_lowercase() == wanted
}

/// The text has this in it, in upper or lower case.
pub fn text_contains(wanted: impl Into<String>) -> impl Filter<MessageReceived> + Clone {
    let wanted = wanted.into().to_lowercase();
    move |message: &MessageReceived| text(message).to_lowercase().contains(&wanted)
}

/// The text begins with this, white space before it left aside, in upper or lower case.
pub fn text_starts_with(wanted: impl Into<String>) -> impl Filter<MessageReceived> + Clone {
    let wanted = wanted.into().to_lowercase();
    move |message: &MessageReceived| {
        text(message)
            .trim_start()
            .to_lowercase()
            .starts_with(&wanted)
    }
}

/// The text begins with this command as a word of its own: `start`, or `/start`, is met by
/// `/start`, `/START now` and Telegram's `/start@some_bot`, not by `/started` or `start`.
pub fn command(name: impl AsRef<str>) -> impl Filter<MessageReceived> + Clone {
    let name = name.as_ref().trim_start_matches('/').to_lowercase();
    move |message: &MessageReceived| {
        let word = text(message).split_whitespace().next().unwrap_or_default();
        word.strip_prefix('/').is_some_and(|word| {
            let word = word.split_once('@').map_or(word, |(word, _)| word);
            word.to_lowercase() == name
        })
    }
}

/// Tells of a change of an earlier message.
pub fn edited() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| message.is_edited
}

/// Tells that an earlier message was deleted.
pub fn deleted() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| message.is_deleted
}

/// A message of its own, neither edited nor deleted.
pub fn fresh() -> impl Filter<MessageReceived> + Copy {
    |message: &MessageReceived| !message.is_edited && !message.is_deleted
}

/// Quotes this message.
pub fn quotes(quoted: MessageId) -> impl Filter<MessageReceived> + Clone {
    move |message: &MessageReceived| {
        let quote = message.quoted_message.as_ref();
        quote.and_then(|quote| quote.any_id()) == Some(&quoted)
    }
}

fn text(message: &MessageReceived) -> &str {
    message.text.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wazzup_types::webhook::{Event, parse};

    use super::*;

    fn message(fields: &str) -> MessageReceived {
        let body = format!(r#"{{"messages":[{{"messageId":"m-1"{fields}}}]}}"#);
        match parse(body).unwrap().events.remove(0) {
            Event::Message(message) => message.into(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_condition_looks_at_its_field_and_says_no_where_it_is_missing() {
        let full = message(
            r#","channelId":"c-1","chatType":"telegram","chatId":"79990000000","type":"image",
               "isEcho":false,"contentUri":"https://example.com/a","isEdited":true,
               "quotedMessage":{"id":"m-0"}"#,
        );
        let bare = message("");
        fn check(
            filter: impl Filter<MessageReceived>,
            full: &MessageReceived,
            bare: &MessageReceived,
            expected: (bool, bool),
        ) {
            assert_eq!((filter.matches(full), filter.matches(bare)), expected);
        }
        check(chat_type(ChatType::Telegram), &full, &bare, (true, false));
        check(chat_type(ChatType::Viber), &full, &bare, (false, false));
        check(
            channel(ChannelId::new("c-1").unwrap()),
            &full,
            &bare,
            (true, false),
        );
        check(
            from_chat(ChatId::new("79990000000").unwrap()),
            &full,
            &bare,
            (true, false),
        );
        check(inbound(), &full, &bare, (true, false));
        check(outbound(), &full, &bare, (false, false));
        check(
            message_type(MessageType::Image),
            &full,
            &bare,
            (true, false),
        );
        check(has_content(), &full, &bare, (true, false));
        check(has_text(), &full, &bare, (false, false));
        check(edited(), &full, &bare, (true, false));
        check(deleted(), &full, &bare, (false, false));
        check(fresh(), &full, &bare, (false, true));
        check(
            quotes(MessageId::new("m-0").unwrap()),
            &full,
            &bare,
            (true, false),
        );
        check(inbound().and(has_text().not()), &full, &bare, (true, false));
    }

    #[test]
    fn text_is_compared_in_any_case_and_any_alphabet() {
        let greeting = message(r#","text":" Добрый День, Example ""#);
        assert!(text_equals("добрый день, example").matches(&greeting));
        assert!(text_starts_with("ДОБРЫЙ").matches(&greeting));
        assert!(text_contains("день").matches(&greeting));
        assert!(!text_equals("добрый день").matches(&greeting));
        assert!(!text_starts_with("день").matches(&greeting));
        assert!(!text_contains("вечер").matches(&greeting));
    }

    #[test]
    fn a_command_is_a_word_of_its_own() {
        let start = command("/start");
        for (text, expected) in [
            ("/start", true),
            (" /START now", true),
            ("/start@some_bot x", true),
            ("/started", false),
            ("start", false),
            ("go /start", false),
            ("", false),
        ] {
            let message = message(&format!(r#","text":"{text}""#));
            assert_eq!(start.matches(&message), expected, "{text}");
        }
    }
}
