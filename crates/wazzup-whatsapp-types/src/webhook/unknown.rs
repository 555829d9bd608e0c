//! Finding what the models do not know: fields that were ignored, and words no enum names.

use wazzup_wire::unknown::of;

use super::call::Call;
use super::odd::{List, Part};
use super::{
    AccountUpdate, CallStatus, Contact, Event, Message, MessageStatus, Metadata, OutgoingMessage,
    Raw, TemplateCategoryUpdate, TemplateComponentsUpdate, TemplateQualityUpdate,
    TemplateStatusUpdate, UserMarketingPreferences, WebhookError,
};

/// The paths for [`Event::unknown`].
pub(super) fn paths(event: &Event) -> Vec<String> {
    let mut paths = own(event);
    let change = event.change();
    let mut beside = |place: &str, found: Vec<String>| {
        paths.extend(found.iter().map(|path| format!("value.{place}.{path}")));
    };
    if let Some(metadata) = &change.metadata {
        beside("metadata", of::<Metadata>(metadata.raw().as_str()));
    }
    if let Some((index, contact)) = event.numbered_contact() {
        let found = of::<Contact>(contact.as_str());
        beside(&format!("contacts[{index}]"), found);
    }
    for (index, error) in change.errors.iter().enumerate() {
        let found = of::<WebhookError>(error.raw().as_str());
        beside(&format!("errors[{index}]"), found);
    }
    paths.sort();
    paths
}

fn own(event: &Event) -> Vec<String> {
    let raw = event.raw().as_str();
    match event {
        Event::Message(_)
        | Event::CallbackButton(_)
        | Event::CallbackSelection(_)
        | Event::ChatOpened(_)
        | Event::FlowCompletion(_)
        | Event::PhoneNumberChange(_)
        | Event::IdentityChange(_)
        | Event::CallPermissionUpdate(_)
        | Event::EditedMessage(_)
        | Event::DeletedMessage(_) => of::<Message>(raw),
        Event::MessageStatus(_) | Event::GroupMessageStatus(_) => of::<MessageStatus>(raw),
        Event::CallConnect(_) | Event::CallTerminate(_) => of::<Call>(raw),
        Event::CallStatus(_) => of::<CallStatus>(raw),
        Event::UserMarketingPreferences(_) => of::<UserMarketingPreferences>(raw),
        Event::TemplateStatusUpdate(_) => of::<TemplateStatusUpdate>(raw),
        Event::TemplateCategoryUpdate(_) => of::<TemplateCategoryUpdate>(raw),
        Event::TemplateQualityUpdate(_) => of::<TemplateQualityUpdate>(raw),
        Event::TemplateComponentsUpdate(_) => of::<TemplateComponentsUpdate>(raw),
        Event::AccountUpdate(_) => of::<AccountUpdate>(raw),
        Event::OutgoingMessage(_)
        | Event::OutgoingEditedMessage(_)
        | Event::OutgoingDeletedMessage(_) => of::<OutgoingMessage>(raw),
        Event::Raw(event) => of_raw(event),
        Event::Malformed(_) => Vec::new(),
    }
}

fn of_raw(event: &Raw) -> Vec<String> {
    let raw = event.raw.as_str();
    match event.part {
        Part::Element(List::Messages) => of::<Message>(raw),
        Part::Element(List::Calls) => of::<Call>(raw),
        Part::Element(List::UserPreferences) => of::<UserMarketingPreferences>(raw),
        Part::Element(List::MessageEchoes) => of::<OutgoingMessage>(raw),
        Part::Element(List::Statuses) => of::<MessageStatus>(raw),
        Part::Body | Part::Entry | Part::Change | Part::Value => event.unknown.clone(),
    }
}
