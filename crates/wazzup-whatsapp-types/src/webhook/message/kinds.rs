//! Messages that are events of their own kind.

use serde_json::{Map, Value};
use wazzup_wire::lenient::FromWire;
use wazzup_wire::{RawJson, Timestamp};

use super::{
    CallPermissionResponse, CallPermissionSource, Content, Message, MessageContext, MessageType,
    SystemType, UserIdentity,
};
use crate::flow::FlowToken;
use crate::webhook::{OfUser, Sender};
use crate::{Bsuid, GroupId, MessageId, ParentBsuid, WaId};

/// An event that a message of a user is: the fields that all messages have, and some of its own.
macro_rules! kind {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty $([$hidden:ident])?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            /// Its id.
            pub id: MessageId,
            /// The user. Not there for some of those with a user name.
            pub from: Option<WaId>,
            /// The user, by the business-scoped id. Not there in payloads of before 2026.
            pub from_user_id: Option<Bsuid>,
            /// The user, by the id for linked portfolios.
            pub from_parent_user_id: Option<ParentBsuid>,
            /// When it happened, in seconds.
            pub timestamp: Option<Timestamp>,
            /// The group it happened in.
            pub group_id: Option<GroupId>,
            /// The message it answers.
            #[doc(alias = "reply_to_message")]
            pub context: Option<Box<MessageContext>>,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $name {
            /// The message it answers.
            #[must_use]
            pub fn reply_to(&self) -> Option<&MessageId> {
                self.context.as_ref()?.id.as_ref()
            }

            fn build(message: Message, ($($field,)*): ($($type,)*)) -> Self {
                Self {
                    id: message.id,
                    from: message.from,
                    from_user_id: message.from_user_id,
                    from_parent_user_id: message.from_parent_user_id,
                    timestamp: message.timestamp,
                    group_id: message.group_id,
                    context: message.context,
                    $($field,)*
                }
            }
        }

        debug! {
            $name {
                id, from, from_user_id, from_parent_user_id, timestamp, group_id, context,
                $($field $([$hidden])?,)*
            }
        }

        impl OfUser for $name {
            fn user(&self) -> Sender<'_> {
                Sender {
                    wa_id: self.from.as_ref(),
                    bsuid: self.from_user_id.as_ref(),
                    parent_bsuid: self.from_parent_user_id.as_ref(),
                    ..Sender::default()
                }
            }
        }
    };
}

kind! {
    /// A press on a button, of an interactive message or of a template.
    ///
    /// See [Meta on button replies](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive).
    pub struct CallbackButton {
        /// What the sender of the button had put behind it: the wire's `button_reply.id`, or
        /// `button.payload` of a template.
        pub data: String [hidden],
        /// What the button says.
        pub title: Option<String> [hidden],
        /// Whether it is the button of a template.
        pub is_template: bool,
    }
}

kind! {
    /// A choice from a list.
    ///
    /// See [Meta on list replies](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/interactive).
    pub struct CallbackSelection {
        /// What the sender of the list had put behind the row: the wire's `list_reply.id`.
        pub data: String [hidden],
        /// What the row says.
        pub title: Option<String> [hidden],
        /// What it says below.
        pub description: Option<String> [hidden],
    }
}

kind! {
    /// A flow was filled in to its end.
    pub struct FlowCompletion {
        /// What the chat shows of it.
        pub body: Option<String> [hidden],
        /// The token that the flow was sent with: `flow_token` of the response.
        #[doc(alias = "token")]
        pub flow_token: Option<FlowToken>,
        /// What was filled in: the wire's `response_json`, read. Nothing if that is no object.
        pub response: Option<Map<String, Value>> [hidden],
        /// What was filled in, as it came. [`parse`](RawJson::parse) reads it into a type of yours.
        pub response_json: Option<RawJson> [hidden],
    }
}

kind! {
    /// A user says whether the business may call.
    pub struct CallPermissionUpdate {
        /// What the user says.
        pub response: Option<CallPermissionResponse>,
        /// Whether it holds until it is taken back.
        pub is_permanent: Option<bool>,
        /// How long it holds otherwise.
        pub expiration_timestamp: Option<Timestamp>,
        /// Who decided.
        pub response_source: Option<CallPermissionSource>,
    }
}

kind! {
    /// A user has another phone number or another business-scoped id. The user of the event is the
    /// old one.
    ///
    /// See [Meta on system messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system).
    pub struct PhoneNumberChange {
        /// The same in a sentence, with names and numbers.
        pub body: Option<String> [hidden],
        /// The old WhatsApp id.
        pub old_wa_id: Option<WaId>,
        /// The new WhatsApp id.
        pub new_wa_id: Option<WaId>,
        /// The new business-scoped id.
        pub new_user_id: Option<Bsuid>,
        /// The new id for linked portfolios.
        pub new_parent_user_id: Option<ParentBsuid>,
        /// Which of them changed.
        pub system_type: Option<SystemType>,
    }
}

kind! {
    /// A user may be somebody else now: the app was installed anew, or the number has a new owner.
    pub struct IdentityChange {
        /// The same in a sentence, with names and numbers.
        pub body: Option<String> [hidden],
        /// The new identity.
        pub identity: Option<Box<UserIdentity>>,
    }
}

kind! {
    /// A user opened an empty chat. Only in payloads of older versions.
    pub struct ChatOpened {}
}

kind! {
    /// A user edited a message.
    pub struct EditedMessage {
        /// The message.
        pub original_message_id: MessageId,
        /// What it is now.
        pub message: Option<Box<Content>>,
    }
}

kind! {
    /// A user deleted a message.
    pub struct DeletedMessage {
        /// The message.
        pub original_message_id: MessageId,
    }
}

/// Makes the event of a message that is of its kind; nothing if what identifies it is missing.
pub(in crate::webhook) trait OfMessage: Sized {
    fn of(message: Message) -> Option<Self>;
}

impl OfMessage for CallbackButton {
    fn of(mut message: Message) -> Option<Self> {
        if message.message_type == Some(MessageType::Interactive) {
            let reply = message.interactive.take()?.button_reply?;
            return Some(Self::build(message, (given(reply.id)?, reply.title, false)));
        }
        let button = message.button.take()?;
        // Without a payload of its own, a button has its text for one.
        let data = given(button.payload).or_else(|| given(button.text.clone()))?;
        Some(Self::build(message, (data, button.text, true)))
    }
}

impl OfMessage for CallbackSelection {
    fn of(mut message: Message) -> Option<Self> {
        let reply = message.interactive.take()?.list_reply?;
        let fields = (given(reply.id)?, reply.title, reply.description);
        Some(Self::build(message, fields))
    }
}

/// What is there and not empty.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

impl OfMessage for FlowCompletion {
    fn of(mut message: Message) -> Option<Self> {
        let form = message.interactive.take().and_then(|it| it.nfm_reply);
        let form = form.unwrap_or_default();
        let response_json = form.response_json.map(unwrapped);
        let response: Option<Map<String, Value>> =
            response_json.as_ref().and_then(|json| json.parse().ok());
        let flow_token =
            response
                .as_ref()
                .and_then(|response| match response.get("flow_token")? {
                    Value::String(token) if !token.is_empty() => Some(FlowToken::from_wire(token)),
                    Value::Number(token) => Some(FlowToken::from_wire(&token.to_string())),
                    _ => None,
                });
        let fields = (form.body, flow_token, response, response_json);
        Some(Self::build(message, fields))
    }
}

/// The JSON inside of a JSON text; JSON that is in no text, or a text that is no JSON, as it is.
fn unwrapped(json: RawJson) -> RawJson {
    let inside = json.parse::<String>();
    let inside = inside.ok().and_then(|text| RawJson::parse_text(&text).ok());
    inside.unwrap_or(json)
}

impl OfMessage for CallPermissionUpdate {
    fn of(mut message: Message) -> Option<Self> {
        let reply = message.interactive.take();
        let reply = reply.and_then(|it| it.call_permission_reply);
        let reply = reply.unwrap_or_default();
        let fields = (
            reply.response,
            reply.is_permanent,
            reply.expiration_timestamp,
            reply.response_source,
        );
        Some(Self::build(message, fields))
    }
}

impl OfMessage for PhoneNumberChange {
    fn of(mut message: Message) -> Option<Self> {
        let system = message.system.take().unwrap_or_default();
        let fields = (
            system.body,
            message.from.clone().or(system.customer),
            system.wa_id.or(system.new_wa_id),
            system.user_id,
            system.parent_user_id,
            system.system_type,
        );
        Some(Self::build(message, fields))
    }
}

impl OfMessage for IdentityChange {
    fn of(mut message: Message) -> Option<Self> {
        let system = message.system.take().unwrap_or_default();
        let identity = message.identity.take().or(system.identity);
        Some(Self::build(message, (system.body, identity)))
    }
}

impl OfMessage for ChatOpened {
    fn of(message: Message) -> Option<Self> {
        Some(Self::build(message, ()))
    }
}

impl OfMessage for EditedMessage {
    fn of(mut message: Message) -> Option<Self> {
        let edit = message.edit.take()?;
        Some(Self::build(
            message,
            (edit.original_message_id?, edit.message),
        ))
    }
}

impl OfMessage for DeletedMessage {
    fn of(mut message: Message) -> Option<Self> {
        let original = message.revoke.take()?.original_message_id?;
        Some(Self::build(message, (original,)))
    }
}
