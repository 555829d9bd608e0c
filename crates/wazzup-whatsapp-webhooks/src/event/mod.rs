//! The events as handlers take them, and the keys they are found by.

mod envelope;
mod keys;
mod odd;
mod raw_update;
mod typed;

pub use self::typed::Typed;
pub use self::{
    envelope::envelope,
    keys::{
        call_subject, conversation, group_conversation, message_subject, template_subject,
        user_topic,
    },
    odd::{MalformedEvent, Raw},
    raw_update::RawUpdate,
    typed::{
        AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate,
        CallbackButton, CallbackSelection, ChatOpened, DeletedMessage, EditedMessage,
        FlowCompletion, GroupMessageStatus, IdentityChange, Message, MessageStatus,
        OutgoingDeletedMessage, OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange,
        TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate,
        TemplateStatusUpdate, UserMarketingPreferences,
    },
};
