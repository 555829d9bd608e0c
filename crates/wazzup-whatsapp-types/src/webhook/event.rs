//! One event of a delivery.

use std::sync::Arc;

use wazzup_wire::{RawJson, ReadError};

use super::sender::Contacts;
use super::{
    AccountUpdate, CallConnect, CallPermissionUpdate, CallStatus, CallTerminate, CallbackButton,
    CallbackSelection, Change, ChatOpened, DeletedMessage, EditedMessage, FlowCompletion,
    IdentityChange, Malformed, Message, MessageStatus, OutgoingDeletedMessage,
    OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, Raw, Sender, TemplateCategoryUpdate,
    TemplateComponentsUpdate, TemplateQualityUpdate, TemplateStatusUpdate, Update,
    UserMarketingPreferences,
};

/// One event of a delivery.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A message of a user.
    Message(Update<Message>),
    /// A press on a button.
    CallbackButton(Update<CallbackButton>),
    /// A choice from a list.
    CallbackSelection(Update<CallbackSelection>),
    /// What became of a message to a user.
    MessageStatus(Update<MessageStatus>),
    /// What became of a message to a group, for one member of it.
    GroupMessageStatus(Update<MessageStatus>),
    /// A user opened an empty chat. Only in payloads of older versions.
    ChatOpened(Update<ChatOpened>),
    /// A flow was filled in.
    FlowCompletion(Update<FlowCompletion>),
    /// A user has another phone number or business-scoped id.
    PhoneNumberChange(Update<PhoneNumberChange>),
    /// A user may be somebody else now.
    IdentityChange(Update<IdentityChange>),
    /// A call begins.
    CallConnect(Update<CallConnect>),
    /// A call is over.
    CallTerminate(Update<CallTerminate>),
    /// What becomes of a call of the business.
    CallStatus(Update<CallStatus>),
    /// A user says whether the business may call.
    CallPermissionUpdate(Update<CallPermissionUpdate>),
    /// A user says whether to be sent marketing messages.
    UserMarketingPreferences(Update<UserMarketingPreferences>),
    /// A template was approved, rejected, paused.
    TemplateStatusUpdate(Update<TemplateStatusUpdate>),
    /// A template got another category.
    TemplateCategoryUpdate(Update<TemplateCategoryUpdate>),
    /// A template got another quality score.
    TemplateQualityUpdate(Update<TemplateQualityUpdate>),
    /// A template was edited.
    TemplateComponentsUpdate(Update<TemplateComponentsUpdate>),
    /// Something about the account changed.
    AccountUpdate(Update<AccountUpdate>),
    /// A user edited a message.
    EditedMessage(Update<EditedMessage>),
    /// A user deleted a message.
    DeletedMessage(Update<DeletedMessage>),
    /// A person sent a message from the WhatsApp Business app.
    OutgoingMessage(Update<OutgoingMessage>),
    /// A person edited a message in the WhatsApp Business app.
    OutgoingEditedMessage(Update<OutgoingEditedMessage>),
    /// A person deleted a message in the WhatsApp Business app.
    OutgoingDeletedMessage(Update<OutgoingDeletedMessage>),
    /// A piece that has no model.
    Raw(Raw),
    /// A piece of a known kind that could not be read. Its siblings are not affected.
    Malformed(Malformed),
}

/// The same of every typed event that has a user, of every other typed one, and of each odd one.
macro_rules! each {
    (
        $event:expr,
        $update:pat => $of_user:expr,
        $other:pat => $of_other:expr,
        $raw:pat => $of_raw:expr,
        $malformed:pat => $of_malformed:expr $(,)?
    ) => {
        match $event {
            Event::Message($update) => $of_user,
            Event::CallbackButton($update) => $of_user,
            Event::CallbackSelection($update) => $of_user,
            Event::MessageStatus($update) | Event::GroupMessageStatus($update) => $of_user,
            Event::ChatOpened($update) => $of_user,
            Event::FlowCompletion($update) => $of_user,
            Event::PhoneNumberChange($update) => $of_user,
            Event::IdentityChange($update) => $of_user,
            Event::CallConnect($update) => $of_user,
            Event::CallTerminate($update) => $of_user,
            Event::CallStatus($update) => $of_user,
            Event::CallPermissionUpdate($update) => $of_user,
            Event::UserMarketingPreferences($update) => $of_user,
            Event::EditedMessage($update) => $of_user,
            Event::DeletedMessage($update) => $of_user,
            Event::OutgoingMessage($update) => $of_user,
            Event::OutgoingEditedMessage($update) => $of_user,
            Event::OutgoingDeletedMessage($update) => $of_user,
            Event::TemplateStatusUpdate($other) => $of_other,
            Event::TemplateCategoryUpdate($other) => $of_other,
            Event::TemplateQualityUpdate($other) => $of_other,
            Event::TemplateComponentsUpdate($other) => $of_other,
            Event::AccountUpdate($other) => $of_other,
            Event::Raw($raw) => $of_raw,
            Event::Malformed($malformed) => $of_malformed,
        }
    };
}

impl Event {
    /// The kind in one word, which is that of its handlers: `message`, `callback_button`,
    /// `callback_selection`, `message_status`, `group_message_statuses`, `chat_opened`,
    /// `flow_completion`, `phone_number_change`, `identity_change`, `call_connect`,
    /// `call_terminate`, `call_status`, `call_permission_update`, `user_marketing_preferences`,
    /// `template_status_update`, `template_category_update`, `template_quality_update`,
    /// `template_components_update`, `account_update`, `edited_message`, `deleted_message`,
    /// `outgoing_message`, `outgoing_edited_message`, `outgoing_deleted_message` or `raw`. A
    /// malformed event has the name of the kind it was meant to be.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::CallbackButton(_) => "callback_button",
            Self::CallbackSelection(_) => "callback_selection",
            Self::MessageStatus(_) => "message_status",
            Self::GroupMessageStatus(_) => "group_message_statuses",
            Self::ChatOpened(_) => "chat_opened",
            Self::FlowCompletion(_) => "flow_completion",
            Self::PhoneNumberChange(_) => "phone_number_change",
            Self::IdentityChange(_) => "identity_change",
            Self::CallConnect(_) => "call_connect",
            Self::CallTerminate(_) => "call_terminate",
            Self::CallStatus(_) => "call_status",
            Self::CallPermissionUpdate(_) => "call_permission_update",
            Self::UserMarketingPreferences(_) => "user_marketing_preferences",
            Self::TemplateStatusUpdate(_) => "template_status_update",
            Self::TemplateCategoryUpdate(_) => "template_category_update",
            Self::TemplateQualityUpdate(_) => "template_quality_update",
            Self::TemplateComponentsUpdate(_) => "template_components_update",
            Self::AccountUpdate(_) => "account_update",
            Self::EditedMessage(_) => "edited_message",
            Self::DeletedMessage(_) => "deleted_message",
            Self::OutgoingMessage(_) => "outgoing_message",
            Self::OutgoingEditedMessage(_) => "outgoing_edited_message",
            Self::OutgoingDeletedMessage(_) => "outgoing_deleted_message",
            Self::Raw(_) => "raw",
            Self::Malformed(event) => event.name,
        }
    }

    /// The id of what the event is about: of the message for a message or its status, of the call,
    /// of the template, of the account. The other kinds have none.
    ///
    /// It does not tell two events apart: a message has several statuses. That is
    /// [`dedup_key`](Self::dedup_key).
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        Some(match self {
            Self::Message(event) => event.id.as_str(),
            Self::CallbackButton(event) => event.id.as_str(),
            Self::CallbackSelection(event) => event.id.as_str(),
            Self::MessageStatus(event) | Self::GroupMessageStatus(event) => event.id.as_str(),
            Self::ChatOpened(event) => event.id.as_str(),
            Self::FlowCompletion(event) => event.id.as_str(),
            Self::PhoneNumberChange(event) => event.id.as_str(),
            Self::IdentityChange(event) => event.id.as_str(),
            Self::CallConnect(event) => event.id.as_str(),
            Self::CallTerminate(event) => event.id.as_str(),
            Self::CallStatus(event) => event.id.as_str(),
            Self::CallPermissionUpdate(event) => event.id.as_str(),
            Self::TemplateStatusUpdate(event) => event.message_template_id.as_str(),
            Self::TemplateCategoryUpdate(event) => event.message_template_id.as_str(),
            Self::TemplateQualityUpdate(event) => event.message_template_id.as_str(),
            Self::TemplateComponentsUpdate(event) => event.message_template_id.as_str(),
            Self::AccountUpdate(event) => event.change().entry_id.as_ref()?.as_str(),
            Self::EditedMessage(event) => event.id.as_str(),
            Self::DeletedMessage(event) => event.id.as_str(),
            Self::OutgoingMessage(event) => event.id.as_str(),
            Self::OutgoingEditedMessage(event) => event.id.as_str(),
            Self::OutgoingDeletedMessage(event) => event.id.as_str(),
            Self::UserMarketingPreferences(_) | Self::Raw(_) | Self::Malformed(_) => return None,
        })
    }

    /// The JSON of this event alone, as it came.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        each! { self,
            event => event.raw(),
            event => event.raw(),
            event => &event.raw,
            event => &event.raw,
        }
    }

    /// The change it came in.
    #[must_use]
    pub fn change(&self) -> &Change {
        each! { self,
            event => event.change(),
            event => event.change(),
            event => event.change(),
            event => event.change(),
        }
    }

    /// The user: who wrote, clicked or called, or whom the message or call was for. Templates and
    /// accounts have none, and of what has no model it is not known.
    #[must_use]
    pub fn sender(&self) -> Option<Sender<'_>> {
        each! { self,
            event => Some(event.sender()),
            _ => None,
            _ => None,
            _ => None,
        }
    }

    /// Paths of the fields and values that this version does not know, such as `image.foo` for a
    /// field or `status` for a word that the enum does not name. They begin at the event's own JSON,
    /// but for those with `value.` in front: these are in what stands beside it in its change, such as
    /// `value.contacts[0].foo`.
    ///
    /// Read anew from the JSON at each call: for reports, not for the way of every event.
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        super::unknown::paths(self)
    }

    /// What is wrong with a malformed event.
    #[must_use]
    pub fn error(&self) -> Option<&ReadError> {
        match self {
            Self::Malformed(event) => Some(&event.error),
            _ => None,
        }
    }

    /// Whether it was read into one of this crate's models.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        !matches!(self, Self::Raw(_) | Self::Malformed(_))
    }

    /// A key that repeated deliveries of one event share and different events do not.
    ///
    /// | Event | Made of |
    /// |---|---|
    /// | messages of all kinds, and echoes | kind, message id |
    /// | message status | message id, status, recipient |
    /// | call connect, call terminate | kind, call id |
    /// | call status | call id, status, recipient |
    /// | user marketing preferences | user, category, value, time |
    /// | template and account updates | kind, entry id, entry time, the JSON |
    ///
    /// The last two have none if their time is missing: then nothing tells a repeat from the same
    /// thing happening again. What has no model has none. Users and JSON are in it as checksums, so
    /// that it holds nothing personal.
    #[must_use]
    pub fn dedup_key(&self) -> Option<String> {
        super::dedup::key(self)
    }

    /// Puts it into its change.
    #[inline]
    pub(super) fn attach(&mut self, change: &Arc<Change>, contacts: &Contacts<'_>) {
        each! { self,
            event => {
                event.find_contact(contacts);
                *event.change_mut() = Some(Arc::clone(change));
            },
            event => *event.change_mut() = Some(Arc::clone(change)),
            event => event.change = Some(Arc::clone(change)),
            event => event.change = Some(Arc::clone(change)),
        }
    }

    pub(super) fn change_mut(&mut self) -> &mut Option<Arc<Change>> {
        each! { self,
            event => event.change_mut(),
            event => event.change_mut(),
            event => &mut event.change,
            event => &mut event.change,
        }
    }

    /// The contact that it is about, and its place.
    pub(super) fn numbered_contact(&self) -> Option<(usize, &RawJson)> {
        let (index, contact) = each! { self,
            event => event.numbered_contact()?,
            _ => return None,
            _ => return None,
            _ => return None,
        };
        Some((index, contact.raw()))
    }
}
