//! The events as handlers take them: cheap to clone, beside their JSON and what stood around them.

use std::{fmt, ops::Deref};

use wazzup_dispatch::{Conversation, Event, Subject};
use wazzup_whatsapp_types::webhook::{self, Update};

use super::keys::{Keys, call_subject, message_subject, template_subject};

/// An event that has a model.
pub trait Typed: Event {
    /// The model.
    type Model;

    /// The event beside its JSON and what stood around it.
    fn update(&self) -> &Update<Self::Model>;
}

macro_rules! event {
    (
        $(#[$doc:meta])*
        $name:ident of $model:ident, $wire:literal;
        $($method:item)*
    ) => {
        $(#[$doc])*
        ///
        /// Cheap to clone; `Deref` leads to the
        /// [`Update`](wazzup_whatsapp_types::webhook::Update), and from there to the
        #[doc = concat!("[model](wazzup_whatsapp_types::webhook::", stringify!($model), ").")]
        #[derive(Clone, PartialEq)]
        pub struct $name(Update<webhook::$model>);

        impl $name {
            /// The event as it was parsed.
            #[inline]
            pub fn new(update: Update<webhook::$model>) -> Self {
                Self(update)
            }

            /// The JSON as it came: fields the model does not name are in it.
            pub fn raw(&self) -> &wazzup_whatsapp_types::RawJson {
                self.0.raw()
            }
        }

        impl From<Update<webhook::$model>> for $name {
            fn from(update: Update<webhook::$model>) -> Self {
                Self::new(update)
            }
        }

        impl Deref for $name {
            type Target = Update<webhook::$model>;

            fn deref(&self) -> &Update<webhook::$model> {
                &self.0
            }
        }

        impl Typed for $name {
            type Model = webhook::$model;

            fn update(&self) -> &Update<webhook::$model> {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&*self.0).finish()
            }
        }

        impl Event for $name {
            const NAME: &'static str = $wire;

            fn raw(&self) -> Option<&str> {
                Some(self.0.raw().as_str())
            }

            $($method)*
        }
    };
}

/// An event that a user caused, or that is about one: in which chat, and about which message.
macro_rules! user_event {
    (
        $(#[$doc:meta])*
        $name:ident, $wire:literal, $chat:tt, |$event:ident| $about:expr
    ) => {
        event! {
            $(#[$doc])*
            $name of $name, $wire;

            fn conversation(&self) -> Option<Conversation> {
                Keys { update: &self.0, group: group!(self $chat) }.conversation()
            }

            fn subjects(&self) -> Vec<Subject> {
                let $event = &*self.0;
                Keys { update: &self.0, group: group!(self $chat) }.subjects($about)
            }
        }
    };
}

/// The group, for those events that may be in one.
macro_rules! group {
    ($event:ident any_chat) => {
        $event.0.group_id.as_ref()
    };
    ($event:ident private) => {
        None
    };
}

user_event! {
    /// A message of a user: text, a file, a place, a reaction, and all that is no other event.
    Message, "message", any_chat, |message| message.reply_to()
}

user_event! {
    /// A user pressed a button, of a message or of a template.
    CallbackButton, "callback_button",
    any_chat, |button| button.reply_to()
}

user_event! {
    /// A user chose from a list.
    CallbackSelection, "callback_selection",
    any_chat, |selection| selection.reply_to()
}

user_event! {
    /// A user filled in a flow to its end.
    FlowCompletion, "flow_completion",
    any_chat, |completion| completion.reply_to()
}

user_event! {
    /// A user says whether the business may call.
    CallPermissionUpdate, "call_permission_update",
    any_chat, |update| update.reply_to()
}

user_event! {
    /// A user opened an empty chat. In payloads of older versions only.
    ChatOpened, "chat_opened", any_chat, |_opened| None
}

user_event! {
    /// A user has another phone number, or another id.
    PhoneNumberChange, "phone_number_change",
    any_chat, |_change| None
}

user_event! {
    /// A user may be somebody else now.
    IdentityChange, "identity_change", any_chat, |_change| None
}

user_event! {
    /// A user edited a message.
    EditedMessage, "edited_message",
    any_chat, |edited| Some(&edited.original_message_id)
}

user_event! {
    /// A user deleted a message.
    DeletedMessage, "deleted_message",
    any_chat, |deleted| Some(&deleted.original_message_id)
}

user_event! {
    /// A person sent a message from the WhatsApp Business app.
    OutgoingMessage, "outgoing_message",
    any_chat, |message| Some(&message.id)
}

user_event! {
    /// A person edited, in the WhatsApp Business app, a message sent from there.
    OutgoingEditedMessage, "outgoing_edited_message",
    private, |edited| Some(&edited.original_message_id)
}

user_event! {
    /// A person deleted, in the WhatsApp Business app, a message sent from there.
    OutgoingDeletedMessage, "outgoing_deleted_message",
    private, |deleted| Some(&deleted.original_message_id)
}

user_event! {
    /// A user wants marketing messages, or no more of them.
    UserMarketingPreferences, "user_marketing_preferences", private, |_preferences| None
}

event! {
    /// A sent message got further, or failed.
    ///
    /// Waits find it by its [message](message_subject) alone.
    MessageStatus of MessageStatus, "message_status";

    fn subjects(&self) -> Vec<Subject> {
        vec![message_subject(&self.id)]
    }
}

event! {
    /// A message sent to a group got further for one of its members, or failed.
    ///
    /// Waits find it by its [message](message_subject) alone.
    #[doc(alias = "GroupMessageStatuses")]
    GroupMessageStatus of MessageStatus, "group_message_statuses";

    fn subjects(&self) -> Vec<Subject> {
        vec![message_subject(&self.id)]
    }
}

/// A call, or what became of one.
macro_rules! call_event {
    ($(#[$doc:meta])* $name:ident, $wire:literal) => {
        event! {
            $(#[$doc])*
            $name of $name, $wire;

            fn conversation(&self) -> Option<Conversation> {
                Keys { update: &self.0, group: None }.conversation()
            }

            fn subjects(&self) -> Vec<Subject> {
                let mut subjects = vec![call_subject(&self.id)];
                subjects.extend(Keys { update: &self.0, group: None }.subjects(None));
                subjects
            }
        }
    };
}

call_event! {
    /// A user calls, or is being called.
    CallConnect, "call_connect"
}

call_event! {
    /// A call is over.
    CallTerminate, "call_terminate"
}

call_event! {
    /// A user's phone rings, or the user took or refused the call.
    CallStatus, "call_status"
}

/// A change of a template.
macro_rules! template_event {
    ($(#[$doc:meta])* $name:ident, $wire:literal) => {
        event! {
            $(#[$doc])*
            $name of $name, $wire;

            fn subjects(&self) -> Vec<Subject> {
                vec![template_subject(&self.message_template_id)]
            }
        }
    };
}

template_event! {
    /// A template was approved, rejected, paused or the like.
    TemplateStatusUpdate, "template_status_update"
}

template_event! {
    /// A template has, or will have, another category.
    TemplateCategoryUpdate, "template_category_update"
}

template_event! {
    /// A template has another quality score.
    TemplateQualityUpdate, "template_quality_update"
}

template_event! {
    /// A template has other components.
    TemplateComponentsUpdate, "template_components_update"
}

event! {
    /// Something about the account changed.
    AccountUpdate of AccountUpdate, "account_update";
}
