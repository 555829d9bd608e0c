//! What the constructors take is read by a server as it was written.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wazzup_types::message::{Button, Buttons, EditMessageBody, Intent, SendMessageBody};
use wazzup_types::{ChatId, ChatType, Invalid, MessageEdit, OutgoingMessage, Recipient};

/// An id, of any text that it may have.
fn id<T: for<'a> TryFrom<&'a str> + Debug>() -> impl Strategy<Value = T> {
    let text = prop_oneof![".{1,40}", "[0-9]{1,15}", Just(" ".to_owned())];
    text.prop_filter_map("no such id", |text| T::try_from(&text).ok())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![8 => any::<String>(), 1 => Just("17".to_owned()), 1 => Just("null".to_owned())]
}

/// What a constructor made, if it took what it was given.
fn made<T: Debug>(results: impl Strategy<Value = Result<T, Invalid>>) -> impl Strategy<Value = T> {
    results.prop_filter_map("refused", Result::ok)
}

fn chat_type() -> impl Strategy<Value = ChatType> {
    prop_oneof![
        9 => proptest::sample::select(ChatType::LISTED),
        1 => any::<String>().prop_map(|word| ChatType::from(word.as_str())),
    ]
}

fn recipient() -> impl Strategy<Value = Recipient> {
    prop_oneof![
        2 => id::<ChatId>().prop_map(Recipient::chat_id),
        1 => made(text().prop_map(Recipient::username)),
        1 => made("[0-9]{1,15}".prop_map(Recipient::phone)),
    ]
}

fn buttons() -> impl Strategy<Value = Buttons> {
    let waba = made(
        ("\\PC{1,20}", option::of(text())).prop_map(|(text, payload)| Button::waba(text, payload)),
    );
    let keyboard = made("\\PC{1,64}".prop_map(Button::telegram_text));
    let inline = prop_oneof![
        made(("\\PC{1,64}", text()).prop_map(|(text, url)| Button::telegram_url(text, url))),
        made(
            ("\\PC{1,64}", ".{1,20}")
                .prop_map(|(text, data)| Button::telegram_callback(text, data))
        ),
    ];
    let max = prop_oneof![
        made((text(), text()).prop_map(|(text, payload)| Button::max_callback(text, payload))),
        made((text(), text()).prop_map(|(text, url)| Button::max_link(text, url))),
        made(text().prop_map(Button::max_message)),
    ];
    let max =
        (max, option::of(proptest::sample::select(Intent::LISTED))).prop_map(|(button, intent)| {
            match intent {
                Some(intent) => button.intent(intent),
                None => button,
            }
        });
    prop_oneof![
        made(vec(waba, 1..=10).prop_map(Buttons::waba)),
        made(vec(text(), 1..=10).prop_map(Buttons::template_payloads)),
        made(vec(vec(inline, 1..3), 1..3).prop_map(Buttons::telegram_inline)),
        made(
            (vec(vec(keyboard, 1..3), 1..3), any::<bool>())
                .prop_map(|(rows, one_time)| Buttons::telegram_keyboard(rows, one_time))
        ),
        Just(Buttons::telegram_remove_keyboard()),
        made(vec(vec(max, 1..3), 1..3).prop_map(Buttons::max)),
    ]
}

fn message() -> impl Strategy<Value = OutgoingMessage> {
    let to = || (id(), chat_type(), recipient());
    let with_values = || (id(), recipient(), id(), vec(text(), 0..4));
    let whole = prop_oneof![
        made((to(), text()).prop_map(|((channel, chat, to), text)| {
            OutgoingMessage::text(channel, chat, to, text)
        })),
        made((to(), text()).prop_map(|((channel, chat, to), uri)| {
            OutgoingMessage::file(channel, chat, to, uri)
        })),
        made(
            (to(), buttons()).prop_map(|((channel, chat, to), buttons)| {
                OutgoingMessage::buttons_only(channel, chat, to, buttons)
            })
        ),
        made(with_values().prop_map(|(channel, to, template, values)| {
            OutgoingMessage::template(channel, to, template, values)
        })),
        made(with_values().prop_map(|(channel, to, template, values)| {
            OutgoingMessage::template_as_text(channel, to, &template, values)
        })),
    ];
    let options = (
        option::of(buttons()),
        option::of(id()),
        option::of(id()),
        option::of(id()),
        option::of(any::<bool>()),
    );
    (whole, options).prop_map(|(mut message, (buttons, quoted, user, name, clear))| {
        if let Some(buttons) = buttons {
            message = message.buttons(buttons);
        }
        if let Some(quoted) = quoted {
            message = message.ref_message_id(quoted);
        }
        if let Some(user) = user {
            message = message.crm_user_id(user);
        }
        if let Some(name) = name {
            message = message.crm_message_id(name);
        }
        if let Some(clear) = clear {
            message = message.clear_unanswered(clear);
        }
        message
    })
}

fn edit() -> impl Strategy<Value = MessageEdit> {
    let whole = prop_oneof![
        made(text().prop_map(MessageEdit::text)),
        made(text().prop_map(MessageEdit::file)),
    ];
    (whole, option::of(id())).prop_map(|(edit, user)| match user {
        Some(user) => edit.crm_user_id(user),
        None => edit,
    })
}

/// Reads what was written, and makes sure that it is written the same again.
fn read_back<T: Serialize + DeserializeOwned>(sent: &impl Serialize) -> Result<T, TestCaseError> {
    let written = serde_json::to_string(sent).unwrap();
    let body: T = serde_json::from_str(&written)
        .map_err(|error| TestCaseError::fail(format!("{error}: {written}")))?;
    let as_value = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    let again = serde_json::to_string(&body).unwrap();
    prop_assert_eq!(as_value(&again), as_value(&written));
    Ok(body)
}

proptest! {
    #[test]
    fn a_server_reads_any_message_as_it_was_written(message in message()) {
        let body: SendMessageBody = read_back(&message)?;
        prop_assert_eq!(&body, &SendMessageBody::from(&message));
        prop_assert_eq!(body.channel_id.as_ref(), Some(message.channel_id()));
        prop_assert_eq!(body.chat_id.as_ref(), message.recipient().as_chat_id());
        prop_assert_eq!(body.crm_message_id.as_ref(), message.get_crm_message_id());
    }

    #[test]
    fn a_server_reads_any_edit_as_it_was_written(edit in edit()) {
        let body: EditMessageBody = read_back(&edit)?;
        prop_assert!(body.text.is_some() != body.content_uri.is_some());
    }
}
