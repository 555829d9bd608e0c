use wazzup_dispatch::{Envelope, Event};
use wazzup_whatsapp_types::{RawJson, webhook};

use super::{
    AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate, CallbackButton,
    CallbackSelection, ChatOpened, DeletedMessage, EditedMessage, FlowCompletion,
    GroupMessageStatus, IdentityChange, MalformedEvent, Message, MessageStatus,
    OutgoingDeletedMessage, OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, Raw,
    TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate, TemplateStatusUpdate,
    UserMarketingPreferences,
};

macro_rules! envelopes {
    ($($variant:ident => $event:ident,)+) => {
        /// Makes an envelope of a parsed event, for a router of your own.
        #[inline]
        pub fn envelope(event: webhook::Event) -> Envelope {
            match event {
                $(webhook::Event::$variant(event) => Envelope::new($event::new(event)),)+
                // A kind that the types crate, released together with this one, has and this lacks.
                other => Envelope::new(OtherEvent {
                    name: other.name(),
                    raw: other.raw().clone(),
                }),
            }
        }
    };
}

envelopes! {
    Message => Message,
    CallbackButton => CallbackButton,
    CallbackSelection => CallbackSelection,
    MessageStatus => MessageStatus,
    GroupMessageStatus => GroupMessageStatus,
    ChatOpened => ChatOpened,
    FlowCompletion => FlowCompletion,
    PhoneNumberChange => PhoneNumberChange,
    IdentityChange => IdentityChange,
    CallConnect => CallConnect,
    CallTerminate => CallTerminate,
    CallStatus => CallStatus,
    CallPermissionUpdate => CallPermissionUpdate,
    UserMarketingPreferences => UserMarketingPreferences,
    TemplateStatusUpdate => TemplateStatusUpdate,
    TemplateCategoryUpdate => TemplateCategoryUpdate,
    TemplateQualityUpdate => TemplateQualityUpdate,
    TemplateComponentsUpdate => TemplateComponentsUpdate,
    AccountUpdate => AccountUpdate,
    EditedMessage => EditedMessage,
    DeletedMessage => DeletedMessage,
    OutgoingMessage => OutgoingMessage,
    OutgoingEditedMessage => OutgoingEditedMessage,
    OutgoingDeletedMessage => OutgoingDeletedMessage,
    Raw => Raw,
    Malformed => MalformedEvent,
}

/// Not to be met in a set of crates of one version.
#[derive(Clone)]
struct OtherEvent {
    #[expect(dead_code, reason = "for wildcards that print what they get")]
    name: &'static str,
    raw: RawJson,
}

impl Event for OtherEvent {
    const NAME: &'static str = "raw";

    fn raw(&self) -> Option<&str> {
        Some(self.raw.as_str())
    }
}
