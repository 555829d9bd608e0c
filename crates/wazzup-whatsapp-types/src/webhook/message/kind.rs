//! Telling messages apart into kinds of events.

use std::sync::Arc;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use wazzup_wire::{RawJson, ReadError, Unread, Walk};

use super::{
    FormName, Interactive, InteractiveType, Message, MessageType, OutgoingMessage, System,
    SystemType,
};

/// What a message, or the echo of one, is as an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::webhook) enum Kind {
    Message,
    /// A press on the button of an interactive message.
    Press,
    /// A press on the button of a template.
    TemplatePress,
    Selection,
    CallPermission,
    FlowCompletion,
    /// A form that is no flow.
    OtherForm,
    NumberChange,
    IdentityChange,
    ChatOpened,
    Edited,
    Deleted,
}

impl Kind {
    pub(in crate::webhook) fn of(message: &Message) -> Self {
        Self::of_parts(
            message.message_type.as_ref(),
            message.interactive.as_deref(),
            message.system.as_deref(),
        )
    }

    /// That of an echo: it is none that only users bring about.
    pub(in crate::webhook) fn of_outgoing(message: &OutgoingMessage) -> Self {
        Self::of_outgoing_type(message.message_type.as_ref())
    }

    /// That of a message which could not be read, as far as it can be told.
    pub(in crate::webhook) fn of_unread(raw: &RawJson) -> Self {
        let words = words(raw);
        Self::of_parts(
            words.message_type.as_ref(),
            words.interactive.as_deref(),
            words.system.as_deref(),
        )
    }

    /// That of an echo which could not be read.
    pub(in crate::webhook) fn of_unread_outgoing(raw: &RawJson) -> Self {
        Self::of_outgoing_type(words(raw).message_type.as_ref())
    }

    fn of_outgoing_type(message_type: Option<&MessageType>) -> Self {
        match message_type {
            Some(MessageType::Edit) => Self::Edited,
            Some(MessageType::Revoke) => Self::Deleted,
            _ => Self::Message,
        }
    }

    #[inline]
    fn of_parts(
        message_type: Option<&MessageType>,
        interactive: Option<&Interactive>,
        system: Option<&System>,
    ) -> Self {
        match message_type {
            Some(MessageType::Interactive) => interactive.map_or(Self::Message, Self::of_answer),
            Some(MessageType::System) => match system.and_then(|it| it.system_type.as_ref()) {
                Some(
                    SystemType::UserChangedNumber
                    | SystemType::CustomerChangedNumber
                    | SystemType::UserChangedUserId,
                ) => Self::NumberChange,
                Some(SystemType::CustomerIdentityChanged) => Self::IdentityChange,
                _ => Self::Message,
            },
            Some(MessageType::Button) => Self::TemplatePress,
            Some(MessageType::RequestWelcome) => Self::ChatOpened,
            Some(MessageType::Edit) => Self::Edited,
            Some(MessageType::Revoke) => Self::Deleted,
            _ => Self::Message,
        }
    }

    fn of_answer(interactive: &Interactive) -> Self {
        match interactive.interactive_type {
            Some(InteractiveType::ButtonReply) => Self::Press,
            Some(InteractiveType::ListReply) => Self::Selection,
            Some(InteractiveType::CallPermissionReply) => Self::CallPermission,
            Some(InteractiveType::NfmReply) => {
                let form = interactive.nfm_reply.as_ref();
                match form.and_then(|it| it.name.as_ref()) {
                    Some(FormName::Flow) | None => Self::FlowCompletion,
                    Some(_) => Self::OtherForm,
                }
            }
            _ => Self::Message,
        }
    }

    /// The name of the event.
    pub(in crate::webhook) fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Press | Self::TemplatePress => "callback_button",
            Self::Selection => "callback_selection",
            Self::CallPermission => "call_permission_update",
            Self::FlowCompletion => "flow_completion",
            Self::OtherForm => "raw",
            Self::NumberChange => "phone_number_change",
            Self::IdentityChange => "identity_change",
            Self::ChatOpened => "chat_opened",
            Self::Edited => "edited_message",
            Self::Deleted => "deleted_message",
        }
    }

    /// The name of the event that an echo is.
    pub(in crate::webhook) fn outgoing_name(self) -> &'static str {
        match self {
            Self::Edited => "outgoing_edited_message",
            Self::Deleted => "outgoing_deleted_message",
            _ => "outgoing_message",
        }
    }

    /// What an element of this kind lacks, if it lacks something that the kind cannot do without.
    #[cold]
    pub(in crate::webhook) fn lack(self, raw: &RawJson) -> Option<ReadError> {
        match self {
            Self::Press => lack::<Press>(raw),
            Self::TemplatePress => lack::<TemplatePress>(raw),
            Self::Selection => lack::<Selection>(raw),
            Self::Edited => lack::<Edited>(raw),
            Self::Deleted => lack::<Deleted>(raw),
            _ => None,
        }
    }
}

model! {
    /// The words that tell the kind.
    struct Words {
        #[serde(rename = "type")]
        message_type: Option<MessageType>,
        interactive: Option<Box<Interactive>>,
        system: Option<Box<System>>,
    }
}

fn words(raw: &RawJson) -> Words {
    match read_again(raw) {
        Some(Ok(words)) => words,
        _ => Words::default(),
    }
}

/// Reads an element that is out of the ordinary once more, as something smaller. Nothing if it is no
/// JSON, which it is: it was read before.
pub(in crate::webhook) fn read_again<T: DeserializeOwned + Clone>(
    raw: &RawJson,
) -> Option<Result<T, Unread>> {
    let text = Arc::from(raw.as_str());
    let read = Walk::new(&text).element::<T>().ok()?;
    Some(read.map(|received| received.into_parts().0))
}

fn lack<T: DeserializeOwned + Clone>(raw: &RawJson) -> Option<ReadError> {
    let unread = read_again::<T>(raw)?.err()?;
    Some(unread.error)
}

/// What the kinds cannot do without, to be told what is wrong: a text at a path inside of one field.
macro_rules! needs {
    ($($kind:ident { $field:ident: $($key:ident).+ })+) => {
        $(
            #[derive(Clone)]
            struct $kind;

            impl<'de> Deserialize<'de> for $kind {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #[derive(Deserialize)]
                    struct Outer {
                        #[serde(deserialize_with = "inside")]
                        #[expect(dead_code, reason = "only whether it is there is of interest")]
                        $field: (),
                    }

                    fn inside<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
                        let mut value = &Value::deserialize(deserializer)?;
                        $(value = &value[stringify!($key)];)+
                        match value {
                            Value::Number(_) => Ok(()),
                            Value::String(text) if !text.is_empty() => Ok(()),
                            _ => {
                                let path = [$(stringify!($key)),+].join(".");
                                Err(D::Error::custom(format_args!("missing field `{path}`")))
                            }
                        }
                    }

                    Outer::deserialize(deserializer).map(|_| Self)
                }
            }
        )+
    };
}

needs! {
    Press { interactive: button_reply.id }
    Selection { interactive: list_reply.id }
    TemplatePress { button: payload }
    Edited { edit: original_message_id }
    Deleted { revoke: original_message_id }
}
