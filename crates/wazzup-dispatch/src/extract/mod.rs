//! What handlers take besides the event.

mod context;
mod error;
mod state;

pub(crate) use self::state::Scope;
pub use self::{
    context::Context,
    error::ExtractError,
    state::{Scopes, State},
};

use crate::{
    envelope::Envelope,
    event::Event,
    key::Conversation,
    router::{HandlerInfo, Router},
    wait::Mark,
};
use std::sync::Arc;

/// Something a handler takes after the event.
///
/// | Argument | Is |
/// |---|---|
/// | [`State<T>`] | the router's state of that type |
/// | [`Extension<T>`] | what the provider [put beside the event](Envelope::with_extension) |
/// | [`Raw`](crate::Raw) | the text the event was parsed from |
/// | [`Conversation`] | the conversation it belongs to |
/// | [`Envelope`] | the event with everything beside it |
/// | [`Context`] | what is going on: the router, the mark to wait from |
/// | [`Router`] | the router that dispatches |
/// | `Option<T>` | any of them, `None` if it can't be had |
///
/// Implement it for what your handlers need often, such as data decoded from an event:
///
/// ```
/// # use wazzup_dispatch::{Delivery, Event, ExtractError, FromDelivery, Scopes};
/// # #[derive(Clone)] struct Clicked { data: String }
/// # impl Event for Clicked { const NAME: &'static str = "clicked"; }
/// struct Choice(u32);
///
/// impl FromDelivery for Choice {
///     fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
///         let click = delivery.event::<Clicked>().ok_or_else(ExtractError::skip)?;
///         // Somebody else's button: the handler doesn't run, as if a filter had said no.
///         click.data.parse().map(Self).map_err(|_| ExtractError::skip())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be taken out of a delivery",
    label = "not an argument a handler can have after the event",
    note = "handlers take `State<T>`, `Extension<T>`, `Raw`, `Conversation`, `Envelope`, `Context`, \
            `Router`, an `Option` of these, and what implements `wazzup_dispatch::FromDelivery`"
)]
pub trait FromDelivery: Sized + Send {
    /// Whether a [`Context`] is taken along, with which a handler may look back at what came after
    /// its event. `false` spares the router to be ready for that; a context that is taken all the
    /// same looks back at what came after it was.
    const LOOKS_BACK: bool = true;

    /// Takes it.
    ///
    /// # Errors
    ///
    /// The handler isn't called: it [fails](crate::Outcome::MissingArgument), or
    /// [counts as filtered](ExtractError::skip).
    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError>;

    /// Whether it can be had at all, as far as that is known before an event comes.
    /// [`Router::check`] asks.
    ///
    /// # Errors
    ///
    /// What is missing.
    fn check(scopes: &Scopes) -> Result<(), ExtractError> {
        let _ = scopes;
        Ok(())
    }
}

/// An event on its way into one handler.
#[derive(Debug)]
pub struct Delivery<'a> {
    pub(crate) envelope: &'a Envelope,
    pub(crate) router: &'a Router,
    pub(crate) scopes: &'a Scopes,
    pub(crate) handler: &'a Arc<HandlerInfo>,
    /// None if nobody was expected to ask.
    pub(crate) mark: Option<Mark>,
}

impl Delivery<'_> {
    /// The event with everything beside it.
    #[must_use]
    pub fn envelope(&self) -> &Envelope {
        self.envelope
    }

    /// The event, if it is of this type.
    #[must_use]
    pub fn event<E: Event>(&self) -> Option<&E> {
        self.envelope.get()
    }

    /// The state of this type that the handler's router has.
    #[must_use]
    pub fn state<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.scopes.get()
    }

    /// The router that dispatches.
    #[must_use]
    pub fn router(&self) -> &Router {
        self.router
    }

    /// The handler it is for.
    #[must_use]
    pub fn handler(&self) -> &HandlerInfo {
        self.handler
    }
}

/// A value the provider put beside the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "handlers take it apart in their arguments"
)]
pub struct Extension<T>(pub T);

impl<T: Clone + Send + Sync + 'static> FromDelivery for Extension<T> {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        match delivery.envelope.extension::<T>() {
            Some(value) => Ok(Self(value.clone())),
            None => Err(ExtractError::missing(
                std::any::type_name::<Self>(),
                "nothing of that type came with this event",
            )),
        }
    }
}

impl<T: FromDelivery> FromDelivery for Option<T> {
    const LOOKS_BACK: bool = T::LOOKS_BACK;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Ok(T::from_delivery(delivery).ok())
    }
}

impl FromDelivery for Envelope {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Ok(delivery.envelope.clone())
    }
}

impl FromDelivery for Router {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        Ok(delivery.router.clone())
    }
}

impl FromDelivery for Conversation {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        delivery.envelope.conversation().cloned().ok_or_else(|| {
            ExtractError::missing("conversation", "this event belongs to no conversation")
        })
    }
}
