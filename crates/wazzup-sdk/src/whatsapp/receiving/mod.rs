//! What a client has for receiving: handlers, waits and the listener.

#[cfg(feature = "listener")]
mod listener;

use std::fmt;

use wazzup_dispatch::{
    Envelope, Event, EventArg, Handler, HandlerId, IntoFlow, Listen, Mark, Router, Topic,
};
use wazzup_whatsapp_api::Client;
use wazzup_whatsapp_webhooks::{
    BuildError, InvalidSecret, VerifyTokens, WebhookService, WebhooksBuilder, WhatsAppWebhooks,
    signature::AppSecrets,
};

#[cfg(feature = "listener")]
pub use self::listener::{RegisterError, StartListener};
use super::WhatsApp;

/// What a client has for receiving: shared by its clones.
pub(super) struct Receiving {
    router: Router,
    secrets: AppSecrets,
    tokens: VerifyTokens,
    #[cfg(feature = "listener")]
    listener: crate::receiving::Slot,
}

impl Receiving {
    /// Handlers find the API client as state: it does not hold the router, so that no circle keeps
    /// a dropped client alive.
    pub(super) fn new(
        api: &Client,
        app_secret: Option<String>,
        verify_token: Option<String>,
    ) -> Result<Self, InvalidSecret> {
        let (secrets, tokens) = (AppSecrets::new(), VerifyTokens::new());
        if let Some(secret) = app_secret {
            secrets.add(secret)?;
        }
        if let Some(token) = verify_token {
            tokens.add(token)?;
        }
        Ok(Self {
            router: Router::new().with_state(api.clone()),
            secrets,
            tokens,
            #[cfg(feature = "listener")]
            listener: crate::receiving::Slot::default(),
        })
    }
}

/// Webhooks: your handlers, waits, and the listener. From [`WhatsApp::webhooks`].
///
/// A handler that calls the API takes the client as an argument, `State(api): State<Client>`: it is
/// there without being set. A [`WhatsApp`] captured by a handler would hold the handlers, and so
/// itself: it would never be dropped.
#[derive(Clone, Copy)]
pub struct Webhooks<'a> {
    client: &'a WhatsApp,
}

impl<'a> Webhooks<'a> {
    pub(super) fn new(client: &'a WhatsApp) -> Self {
        Self { client }
    }

    /// Adds a handler for the type of update that is its first argument. Returns what it is
    /// [removed](Self::remove) by.
    #[doc(alias = "on_message")]
    #[doc(alias = "on_callback_button")]
    #[doc(alias = "on_callback_selection")]
    #[doc(alias = "on_message_status")]
    #[doc(alias = "on_raw_update")]
    #[doc(alias = "add_handlers")]
    pub fn on<E, Args, H>(self, handler: H) -> HandlerId
    where
        E: Event,
        Args: 'static,
        H: Handler<E, Args>,
        H::Output: IntoFlow,
    {
        self.router().add(handler)
    }

    /// Adds a handler for every event of every type.
    pub fn on_any<Args, H>(self, handler: H) -> HandlerId
    where
        Args: 'static,
        H: Handler<Envelope, Args>,
        H::Output: IntoFlow,
    {
        self.router().add_any(handler)
    }

    /// Adds the handlers of another router, such as one that a module makes. Returns their ids.
    #[doc(alias = "load_handlers_modules")]
    pub fn merge(self, other: &Router) -> Vec<HandlerId> {
        self.router().absorb(other)
    }

    /// Removes a handler; false if it is not there.
    #[doc(alias = "remove_handlers")]
    #[doc(alias = "remove_callbacks")]
    pub fn remove(self, id: HandlerId) -> bool {
        self.router().remove(id)
    }

    /// Adds a value that handlers take as [`State`](crate::dispatch::State). A second one of the
    /// same type replaces the first.
    pub fn set_state<T: Clone + Send + Sync + 'static>(self, state: T) {
        self.router().set_state(state);
    }

    /// Waits for the next update of a user, or about a message: see [`Router::listen`], and
    /// [`user_topic`](wazzup_whatsapp_webhooks::user_topic) for whom.
    pub fn listen<E: EventArg>(self, topic: impl Into<Topic>) -> Listen<E> {
        self.router().listen(topic)
    }

    /// This point in the stream of events: take it before what provokes an event, and wait
    /// [since](Listen::since) it, so that what comes early is not missed.
    #[must_use]
    pub fn mark(self) -> Mark {
        self.router().mark()
    }

    /// The router behind it all.
    #[must_use]
    pub fn router(self) -> &'a Router {
        &self.receiving().router
    }

    /// The app secrets that a webhook must be signed with one of; swap them here while the listener
    /// runs.
    #[must_use]
    pub fn app_secrets(self) -> &'a AppSecrets {
        &self.receiving().secrets
    }

    /// The tokens that are expected in a handshake; swap them here while the listener runs.
    #[must_use]
    pub fn verify_tokens(self) -> &'a VerifyTokens {
        &self.receiving().tokens
    }

    /// The endpoint of this client's handlers and secrets, to be mounted in a server of your own:
    /// set more on it, then build it.
    pub fn endpoint(self) -> WebhooksBuilder {
        let receiving = self.receiving();
        WhatsAppWebhooks::builder(receiving.router.clone())
            .app_secrets(receiving.secrets.clone())
            .verify_tokens(receiving.tokens.clone())
    }

    /// The same, built: a [`tower` service](WebhookService).
    ///
    /// # Errors
    ///
    /// [`BuildError::NoSignatureCheck`] if no app secret was set.
    pub fn service(self) -> Result<WebhookService, BuildError> {
        self.endpoint().build()
    }

    fn receiving(self) -> &'a Receiving {
        &self.client.inner.receiving
    }
}

impl fmt::Debug for Webhooks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("app_secrets", self.app_secrets())
            .finish_non_exhaustive()
    }
}
