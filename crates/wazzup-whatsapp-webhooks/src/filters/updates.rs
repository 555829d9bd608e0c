//! Conditions on what every event has: what it concerns, and its id.

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{PhoneNumberId, WabaId, webhook::Change};

use super::Words;
use crate::event::Typed;

/// An event with what stood around it in its delivery.
pub trait InChange: 'static {
    /// The change it came in.
    fn change(&self) -> &Change;
}

impl<E: Typed> InChange for E {
    fn change(&self) -> &Change {
        self.update().change()
    }
}

/// An event with an id of its own: that of the message, call or template it is about.
pub trait Identified: 'static {
    /// The id.
    fn event_id(&self) -> &str;
}

macro_rules! identified {
    ($($event:ident by $id:ident),+ $(,)?) => {
        $(impl Identified for crate::$event {
            fn event_id(&self) -> &str {
                self.$id.as_str()
            }
        })+
    };
}

identified! {
    CallConnect by id, CallPermissionUpdate by id, CallStatus by id, CallTerminate by id,
    CallbackButton by id, CallbackSelection by id, ChatOpened by id, DeletedMessage by id,
    EditedMessage by id, FlowCompletion by id, GroupMessageStatus by id, IdentityChange by id,
    Message by id, MessageStatus by id, OutgoingDeletedMessage by id, OutgoingEditedMessage by id,
    OutgoingMessage by id, PhoneNumberChange by id,
    TemplateCategoryUpdate by message_template_id, TemplateComponentsUpdate by message_template_id,
    TemplateQualityUpdate by message_template_id, TemplateStatusUpdate by message_template_id,
}

/// The id is this, or one of these: that of the message for a message and what became of it, that
/// of the call for a call, that of the template for what became of one.
pub fn update_id<E: Identified>(ids: impl Words) -> impl Filter<E> + Clone {
    let ids = ids.into_words();
    move |event: &E| ids.iter().any(|id| **id == *event.event_id())
}

/// It concerns this WhatsApp Business Account: the id of its entry, which for some
/// [account updates](crate::AccountUpdate) is that of a business portfolio.
pub fn waba<E: InChange>(waba: WabaId) -> impl Filter<E> + Clone {
    move |event: &E| {
        let entry = event.change().entry_id.as_ref();
        entry.is_some_and(|entry| entry.as_str() == waba.as_str())
    }
}

/// It came to, or from, this business phone number.
#[doc(alias = "sent_to_me")]
pub fn sent_to<E: InChange>(number: PhoneNumberId) -> impl Filter<E> + Clone {
    move |event: &E| event.change().phone_number_id() == Some(&number)
}

/// It came to, or from, this business phone number, or one of these, as users see it, in any way of
/// writing it.
pub fn sent_to_number<E: InChange>(numbers: impl Words) -> impl Filter<E> + Clone {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let numbers = numbers.into_words();
    let numbers: std::sync::Arc<[String]> = numbers.iter().map(|number| digits(number)).collect();
    move |event: &E| {
        let metadata = event.change().metadata.as_ref();
        let shown = metadata.and_then(|metadata| metadata.display_phone_number.as_ref());
        shown.is_some_and(|shown| numbers.contains(&digits(shown.as_str())))
    }
}
