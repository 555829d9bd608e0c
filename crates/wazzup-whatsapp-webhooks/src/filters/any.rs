//! Conditions on events of every type, for wildcards and for waits that take more than one type.

use std::marker::PhantomData;

use wazzup_dispatch::{Envelope, Event, Filter};

use super::calls;
use crate::{
    CallConnect, CallPermissionUpdate, CallbackButton, CallbackSelection, ChatOpened,
    DeletedMessage, EditedMessage, FlowCompletion, Message,
};

/// It is an event of this type.
pub fn is<E: Event>() -> impl Filter<Envelope> + Copy {
    |envelope: &Envelope| envelope.is::<E>()
}

/// It is an event of the filter's type, and meets it.
pub fn of<E: Event, F: Filter<E>>(filter: F) -> impl Filter<Envelope> {
    struct Of<E, F>(F, PhantomData<fn(&E)>);

    impl<E: Event, F: Filter<E>> Filter<Envelope> for Of<E, F> {
        fn matches(&self, envelope: &Envelope) -> bool {
            envelope.get().is_some_and(|event| self.0.matches(event))
        }
    }

    Of(filter, PhantomData)
}

/// A user did something: wrote, edited, deleted, pressed, chose, filled in, allowed, called or
/// opened the chat. Not what became of messages and of users.
pub fn user_action() -> impl Filter<Envelope> + Copy {
    |envelope: &Envelope| {
        let incoming = |call: &CallConnect| calls::incoming().matches(call);
        envelope.is::<Message>()
            || envelope.is::<CallbackButton>()
            || envelope.is::<CallbackSelection>()
            || envelope.is::<FlowCompletion>()
            || envelope.is::<CallPermissionUpdate>()
            || envelope.is::<EditedMessage>()
            || envelope.is::<DeletedMessage>()
            || envelope.is::<ChatOpened>()
            || envelope.get().is_some_and(incoming)
    }
}
