use crate::key::{Conversation, Subject};

/// Something that happened, as a provider's crate reports it.
///
/// Every handler gets its own clone, so an event should be cheap to clone: wrap what is big in an
/// `Arc` and implement `Deref` to the model.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "the first argument of a handler must be an event",
    note = "events are the types a provider's crate implements `wazzup_dispatch::Event` for; a \
            handler of every event takes an `Envelope` and is registered with `Router::on_any`"
)]
pub trait Event: Clone + Send + Sync + 'static {
    /// The event's name in reports, logs and metrics: lower case with underscores, such as
    /// `message` or `channel_update`.
    const NAME: &'static str;

    /// The conversation it belongs to, if it belongs to one.
    ///
    /// Events of the same conversation are handled in the order they came, and waits for the next
    /// event of a conversation find it by this key.
    fn conversation(&self) -> Option<Conversation> {
        None
    }

    /// What else it is about: the message whose status changed, the message it replies to, another
    /// identity of its sender. Waits find it by each of them.
    ///
    /// An event without a conversation is ordered by the first of them.
    fn subjects(&self) -> Vec<Subject> {
        Vec::new()
    }

    /// The text the event was parsed from, if the event keeps it.
    ///
    /// Handlers reach it through the [`Raw`](crate::Raw) argument.
    fn raw(&self) -> Option<&str> {
        None
    }
}

/// An event whose handler's result the provider waits for.
///
/// See [`Router::answer`](crate::Router::answer) and [`Router::ask`](crate::Router::ask).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a question",
    label = "the first argument of an answering handler must be a question",
    note = "an event that nobody waits for an answer to is registered with `Router::on`"
)]
pub trait Question: Event {
    /// What answers it.
    type Answer: Send + 'static;
}
