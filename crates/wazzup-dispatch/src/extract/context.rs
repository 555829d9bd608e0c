use std::{fmt, sync::Arc};

use crate::{
    envelope::{Envelope, EventArg},
    extract::{Delivery, ExtractError, FromDelivery},
    key::{Conversation, Topic},
    router::{HandlerInfo, Router},
    wait::{Attending, Listen, Mark},
};

/// What a handler is in the middle of: its event, its router, and the point in time to wait from.
///
/// Take it instead of keeping a [`Router`] in a closure: a router that holds a handler that holds
/// the router is never freed.
#[derive(Clone)]
pub struct Context {
    /// Whoever has this could look back at what comes after the event.
    router: Attending<Router>,
    envelope: Envelope,
    handler: Arc<HandlerInfo>,
    mark: Mark,
}

impl Context {
    /// The router that dispatches.
    #[must_use]
    pub fn router(&self) -> &Router {
        self.router.to()
    }

    /// The event's name.
    #[must_use]
    pub fn event_name(&self) -> &'static str {
        self.envelope.name()
    }

    /// The conversation the event belongs to.
    #[must_use]
    pub fn conversation(&self) -> Option<&Conversation> {
        self.envelope.conversation()
    }

    /// This handler.
    #[must_use]
    pub fn handler(&self) -> &HandlerInfo {
        &self.handler
    }

    /// The point at which the event came: what came after it is after this mark.
    #[must_use]
    pub fn mark(&self) -> Mark {
        // It may be used after this context is gone.
        self.router.stay();
        self.mark
    }

    /// Waits for an event that came after the one being handled, as [`Router::listen`] does
    /// [`since`](Listen::since) this event's [mark](Self::mark).
    ///
    /// The next event may already be here, in the same delivery, and isn't handled before this
    /// handler is done if it belongs to the same conversation. This finds it.
    pub fn listen<E: EventArg>(&self, topic: impl Into<Topic>) -> Listen<E> {
        self.router().listen(topic).since(self.mark())
    }

    /// The same for this event's conversation; `None` if it belongs to none.
    #[must_use]
    pub fn listen_here<E: EventArg>(&self) -> Option<Listen<E>> {
        Some(self.listen(self.conversation()?))
    }
}

impl FromDelivery for Context {
    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Ok(Self {
            router: Attending::new(delivery.router.clone()),
            envelope: delivery.envelope.clone(),
            handler: delivery.handler.clone(),
            mark: delivery.mark.unwrap_or_else(|| delivery.router.mark()),
        })
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("event", &self.event_name())
            .field("handler", &self.handler.name())
            .finish_non_exhaustive()
    }
}
