//! Conditions on what an event answers.

use std::sync::Arc;

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{MessageId, webhook::MessageContext};

/// An event that may answer a message, by quoting it or by what was pressed.
pub trait Replies: 'static {
    /// What it answers, or where it comes from.
    fn context(&self) -> Option<&MessageContext>;
}

macro_rules! replies {
    ($($event:ident),+ $(,)?) => {
        $(impl Replies for crate::$event {
            fn context(&self) -> Option<&MessageContext> {
                (***self).context.as_deref()
            }
        })+
    };
}

replies! {
    CallPermissionUpdate, CallbackButton, CallbackSelection, FlowCompletion, Message,
    OutgoingMessage,
}

fn answered<E: Replies>(event: &E) -> Option<&MessageId> {
    event.context()?.id.as_ref()
}

/// It answers a message.
pub fn reply<E: Replies>() -> impl Filter<E> + Copy {
    |event: &E| answered(event).is_some()
}

/// It answers one of these messages.
#[doc(alias = "replays_to")]
pub fn replies_to<E: Replies>(
    messages: impl IntoIterator<Item = MessageId>,
) -> impl Filter<E> + Clone {
    let messages: Arc<[MessageId]> = messages.into_iter().collect();
    move |event: &E| answered(event).is_some_and(|id| messages.contains(id))
}

/// It was passed on from another chat.
pub fn forwarded<E: Replies>() -> impl Filter<E> + Copy {
    |event: &E| event.context().is_some_and(MessageContext::is_forwarded)
}

/// It was passed on many times.
pub fn forwarded_many_times<E: Replies>() -> impl Filter<E> + Copy {
    |event: &E| {
        let context = event.context();
        context.is_some_and(|context| context.frequently_forwarded == Some(true))
    }
}

/// It asks about a product of a catalogue.
pub fn has_referred_product<E: Replies>() -> impl Filter<E> + Copy {
    |event: &E| {
        let context = event.context();
        context.is_some_and(|context| context.referred_product.is_some())
    }
}
