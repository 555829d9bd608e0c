//! Reading an element: in one go as what its list holds, and then told apart.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use wazzup_wire::{NotJson, RawJson, Received, Unread, Walk};

use crate::webhook::call::{Call, CallEvent, name_of_unread};
use crate::webhook::field::Whole;
use crate::webhook::message::{Kind, OfMessage, OfOutgoing};
use crate::webhook::odd::{List, Malformed, Part, Raw};
use crate::webhook::{
    CallStatus, Event, Message, MessageStatus, OutgoingMessage, PreferenceCategory, Update,
    UserMarketingPreferences,
};

/// Reads an element of a list; `is_call` if its statuses are known to be those of calls.
pub(super) fn element(
    walk: &mut Walk<'_>,
    list: List,
    index: Option<usize>,
    is_call: bool,
) -> Result<Event, NotJson> {
    let part = Part::Element(list);
    let malformed = |name, unread| Event::Malformed(Malformed::new(name, part, index, unread));
    Ok(match list {
        List::Messages => match walk.element::<Message>()? {
            Ok(received) => message(received, index),
            Err(unread) => malformed(Kind::of_unread(&unread.raw).name(), unread),
        },
        List::Statuses if is_call => match walk.element::<CallStatus>()? {
            Ok(received) => Event::CallStatus(Update::new(received)),
            Err(unread) => malformed("call_status", unread),
        },
        List::Statuses => match walk.element::<MessageStatus>()? {
            Ok(received) if received.is_group() => Event::GroupMessageStatus(Update::new(received)),
            Ok(received) => Event::MessageStatus(Update::new(received)),
            Err(unread) => malformed("message_status", unread),
        },
        List::Calls => match walk.element::<Call>()? {
            Ok(received) => call(received),
            Err(unread) => malformed(name_of_unread(&unread.raw), unread),
        },
        List::UserPreferences => match walk.element::<UserMarketingPreferences>()? {
            Ok(received) if received.category == Some(PreferenceCategory::MarketingMessages) => {
                Event::UserMarketingPreferences(Update::new(received))
            }
            Ok(received) => Event::Raw(Raw::new(part, received.raw().clone(), Vec::new())),
            Err(unread) => malformed("user_marketing_preferences", unread),
        },
        List::MessageEchoes => match walk.element::<OutgoingMessage>()? {
            Ok(received) => outgoing(received, index),
            Err(unread) => {
                let kind = Kind::of_unread_outgoing(&unread.raw);
                malformed(kind.outgoing_name(), unread)
            }
        },
    })
}

/// A status turned out to be that of a call.
pub(super) fn as_call_status(event: &mut Event) {
    match event {
        Event::MessageStatus(status) | Event::GroupMessageStatus(status) => {
            *event = match reread(status.raw().clone()) {
                Ok(received) => Event::CallStatus(Update::new(received)),
                Err(unread) => {
                    let part = Part::Element(List::Statuses);
                    Event::Malformed(Malformed::new("call_status", part, None, unread))
                }
            };
        }
        Event::Malformed(malformed) if malformed.part == Part::Element(List::Statuses) => {
            malformed.name = "call_status";
        }
        _ => {}
    }
}

/// Tells a message apart.
#[inline]
fn message(received: Received<Message>, index: Option<usize>) -> Event {
    match Kind::of(&received) {
        Kind::Message => Event::Message(Update::new(received)),
        kind => other_message(kind, received, index),
    }
}

fn other_message(kind: Kind, received: Received<Message>, index: Option<usize>) -> Event {
    match kind {
        Kind::Message => Event::Message(Update::new(received)),
        Kind::Press | Kind::TemplatePress => of(kind, received, index, Event::CallbackButton),
        Kind::Selection => of(kind, received, index, Event::CallbackSelection),
        Kind::CallPermission => of(kind, received, index, Event::CallPermissionUpdate),
        Kind::FlowCompletion => of(kind, received, index, Event::FlowCompletion),
        Kind::OtherForm => no_model(List::Messages, received.raw().clone()),
        Kind::NumberChange => of(kind, received, index, Event::PhoneNumberChange),
        Kind::IdentityChange => of(kind, received, index, Event::IdentityChange),
        Kind::ChatOpened => of(kind, received, index, Event::ChatOpened),
        Kind::Edited => of(kind, received, index, Event::EditedMessage),
        Kind::Deleted => of(kind, received, index, Event::DeletedMessage),
    }
}

fn of<T: OfMessage>(
    kind: Kind,
    received: Received<Message>,
    index: Option<usize>,
    event: fn(Update<T>) -> Event,
) -> Event {
    let (message, raw) = received.into_parts();
    match T::of(message) {
        Some(data) => event(Update::new(Received::new(data, raw))),
        None => lacking(kind, kind.name(), List::Messages, index, raw),
    }
}

/// Tells an echo apart.
fn outgoing(received: Received<OutgoingMessage>, index: Option<usize>) -> Event {
    match Kind::of_outgoing(&received) {
        Kind::Edited => of_outgoing(Kind::Edited, received, index, Event::OutgoingEditedMessage),
        Kind::Deleted => of_outgoing(
            Kind::Deleted,
            received,
            index,
            Event::OutgoingDeletedMessage,
        ),
        _ => Event::OutgoingMessage(Update::new(received)),
    }
}

fn of_outgoing<T: OfOutgoing>(
    kind: Kind,
    received: Received<OutgoingMessage>,
    index: Option<usize>,
    event: fn(Update<T>) -> Event,
) -> Event {
    let (message, raw) = received.into_parts();
    match T::of(message) {
        Some(data) => event(Update::new(Received::new(data, raw))),
        None => lacking(kind, kind.outgoing_name(), List::MessageEchoes, index, raw),
    }
}

/// An element without what its kind cannot do without.
#[cold]
fn lacking(
    kind: Kind,
    name: &'static str,
    list: List,
    index: Option<usize>,
    raw: RawJson,
) -> Event {
    match kind.lack(&raw) {
        Some(error) => {
            let unread = Malformed {
                name,
                part: Part::Element(list),
                index,
                raw,
                error,
                change: None,
            };
            Event::Malformed(unread)
        }
        None => no_model(list, raw),
    }
}

fn no_model(list: List, raw: RawJson) -> Event {
    Event::Raw(Raw::new(Part::Element(list), raw, Vec::new()))
}

/// Tells a call apart.
fn call(received: Received<Call>) -> Event {
    match received.event {
        Some(CallEvent::Connect) => Event::CallConnect(Update::new(received.map(Into::into))),
        Some(CallEvent::Terminate) => Event::CallTerminate(Update::new(received.map(Into::into))),
        _ => no_model(List::Calls, received.raw().clone()),
    }
}

impl Whole {
    /// Reads the value where it stands.
    pub(super) fn read(self, walk: &mut Walk<'_>) -> Result<Event, NotJson> {
        Ok(match self {
            Self::TemplateStatus => self.event(walk.element()?, Event::TemplateStatusUpdate),
            Self::TemplateCategory => self.event(walk.element()?, Event::TemplateCategoryUpdate),
            Self::TemplateQuality => self.event(walk.element()?, Event::TemplateQualityUpdate),
            Self::TemplateComponents => {
                self.event(walk.element()?, Event::TemplateComponentsUpdate)
            }
            Self::Account => self.event(walk.element()?, Event::AccountUpdate),
        })
    }

    /// Reads a value that was gone past before its field was known.
    pub(super) fn reread(self, raw: RawJson) -> Event {
        match self {
            Self::TemplateStatus => self.event(reread(raw), Event::TemplateStatusUpdate),
            Self::TemplateCategory => self.event(reread(raw), Event::TemplateCategoryUpdate),
            Self::TemplateQuality => self.event(reread(raw), Event::TemplateQualityUpdate),
            Self::TemplateComponents => self.event(reread(raw), Event::TemplateComponentsUpdate),
            Self::Account => self.event(reread(raw), Event::AccountUpdate),
        }
    }

    fn event<T>(self, read: Result<Received<T>, Unread>, event: fn(Update<T>) -> Event) -> Event {
        match read {
            Ok(received) => event(Update::new(received)),
            Err(unread) => Event::Malformed(Malformed::new(self.name(), Part::Value, None, unread)),
        }
    }
}

/// Reads JSON once more, as something else.
fn reread<T: DeserializeOwned + Clone>(raw: RawJson) -> Result<Received<T>, Unread> {
    if raw.as_str().starts_with('{')
        && let Ok(data) = raw.parse()
    {
        return Ok(Received::new(data, raw));
    }
    // A walk goes from the start of a text, so the repairs need a copy.
    let text = Arc::from(raw.as_str());
    let read = Walk::new(&text).element::<T>();
    let received = read.expect("it was gone past as JSON")?;
    Ok(Received::new(received.into_parts().0, raw))
}
