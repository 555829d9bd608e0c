//! The namespace of webhooks: settings on Wazzup's side, handlers and listener on ours.

#[cfg(feature = "listener")]
mod listener;

use std::fmt;

use wazzup_api::{
    Call, Client, Error, ErrorKind,
    resources::{self, EnsureWebhooks},
};
use wazzup_dispatch::{
    Envelope, Event, EventArg, Handler, HandlerId, IntoAnswer, IntoFlow, Listen, Mark, Question,
    Router, Topic,
};
use wazzup_types::settings::{Subscriptions, WebhookSettings, WebhookSettingsUpdate};
use wazzup_webhooks::{BuildError, InvalidSecret, Secrets, WebhookService, WebhooksBuilder};

#[cfg(feature = "listener")]
pub use self::listener::StartListener;
use super::WazzupClient;

/// What a client has for receiving: shared by its clones.
pub(super) struct Receiving {
    router: Router,
    secrets: Secrets,
    #[cfg(feature = "listener")]
    listener: crate::receiving::Slot,
}

impl Receiving {
    /// Handlers find the API client as state: it does not hold the router, so that no circle keeps
    /// a dropped client alive.
    pub(super) fn new(api: &Client, crm_key: Option<String>) -> wazzup_api::Result<Self> {
        let secrets = Secrets::default();
        if let Some(crm_key) = crm_key {
            secrets.set_bearers([crm_key]).map_err(|invalid| {
                Error::new(ErrorKind::Configuration, "client.build").with_source(invalid)
            })?;
        }
        Ok(Self {
            router: Router::new().with_state(api.clone()),
            secrets,
            #[cfg(feature = "listener")]
            listener: crate::receiving::Slot::default(),
        })
    }
}

/// Webhooks: their settings at Wazzup, your handlers, and the listener. From
/// [`WazzupClient::webhooks`].
///
/// A handler that calls the API takes the client as an argument, `State(api): State<Client>`: it is
/// there without being set. A [`WazzupClient`] captured by a handler would hold the handlers, and
/// so itself: it would never be dropped.
///
/// ```no_run
/// use wazzup_sdk::WazzupClient;
/// use wazzup_sdk::types::settings::Subscriptions;
/// use wazzup_sdk::api::Client;
/// use wazzup_sdk::dispatch::{Handler, State};
/// use wazzup_sdk::webhooks::{MessageReceived, filters::messages};
///
/// async fn echo(
///     message: MessageReceived,
///     State(api): State<Client>,
/// ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
///     let text = message.text.as_deref().unwrap_or("I read texts only");
///     api.messages().send(message.reply(text)?).await?;
///     Ok(())
/// }
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = WazzupClient::builder("api-key").crm_key("crm-key").build()?;
/// client.webhooks().on(echo.filter(messages::inbound()));
/// client.webhooks().start_listener("0.0.0.0:8080").await?;
/// client.webhooks().ensure("https://bot.example/webhooks", Subscriptions::all()).await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Copy)]
pub struct Webhooks<'a> {
    client: &'a WazzupClient,
}

impl<'a> Webhooks<'a> {
    pub(super) fn new(client: &'a WazzupClient) -> Self {
        Self { client }
    }

    /// Where webhooks go and which: `GET /v3/webhooks`.
    pub fn settings(self) -> Call<WebhookSettings> {
        self.api().settings()
    }

    /// Sets where webhooks go and which: `PATCH /v3/webhooks`. The address must answer Wazzup's
    /// probe, so the listener must be up.
    pub fn update(self, settings: &WebhookSettingsUpdate) -> Call<()> {
        self.api().update(settings)
    }

    /// Makes sure that these webhooks go to this address: reads the settings, and changes them only
    /// if they differ.
    pub fn ensure(self, uri: impl Into<String>, subscriptions: Subscriptions) -> EnsureWebhooks {
        self.api().ensure(uri, subscriptions)
    }

    /// Has the tech API post a probe to this address: `POST /webhooks/test`.
    pub fn test(self, uri: &str) -> Call<()> {
        self.api().test(uri)
    }

    /// Adds a handler for the type of event that is its first argument. Returns what it is
    /// [removed](Self::remove) by.
    ///
    /// Its other arguments come from the delivery. `State<api::Client>` is there without being set,
    /// for calls; the `WazzupClient` itself is not, since it owns its handlers and would never be
    /// dropped.
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

    /// Adds the handler that answers a question of Wazzup:
    /// [`ContactRequested`](crate::webhooks::ContactRequested) or
    /// [`DealRequested`](crate::webhooks::DealRequested).
    pub fn answer<Q, Args, H>(self, handler: H) -> HandlerId
    where
        Q: Question,
        Args: 'static,
        H: Handler<Q, Args>,
        H::Output: IntoAnswer<Q::Answer>,
    {
        self.router().add_answer(handler)
    }

    /// Removes a handler; false if it is not there.
    pub fn remove(self, id: HandlerId) -> bool {
        self.router().remove(id)
    }

    /// Adds a value that handlers take as [`State`](crate::dispatch::State). A second one of the
    /// same type replaces the first.
    ///
    /// A handler whose state was never set fails when its event comes; ask
    /// [`router().check()`](Router::check) before the listener starts to learn it then.
    pub fn set_state<T: Clone + Send + Sync + 'static>(self, state: T) {
        self.router().set_state(state);
    }

    /// Waits for the next event of a chat, or about a message: see [`Router::listen`].
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

    /// The secrets that a webhook must bring one of; swap them here while the listener runs.
    #[must_use]
    pub fn secrets(self) -> &'a Secrets {
        &self.receiving().secrets
    }

    /// Expects this bearer from now on, and no earlier one. To let the one before pass for a while,
    /// see [`Secrets::rotate_bearer`].
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn expect_bearer(self, secret: impl Into<String>) -> Result<(), InvalidSecret> {
        self.secrets().set_bearers([secret])
    }

    /// The endpoint of this client's handlers and secrets, to be mounted in a server of your own:
    /// set more on it, then build it.
    pub fn endpoint(self) -> WebhooksBuilder {
        crate::webhooks::Webhooks::builder(self.router().clone()).secrets(self.secrets().clone())
    }

    /// The same, built: a [`tower` service](WebhookService).
    ///
    /// # Errors
    ///
    /// [`BuildError::NoAuthenticityCheck`] if no secret was set: by
    /// [`crm_key`](super::WazzupClientBuilder::crm_key),
    /// [`expect_bearer`](Self::expect_bearer) or [`secrets`](Self::secrets).
    pub fn service(self) -> Result<WebhookService, BuildError> {
        self.endpoint().build()
    }

    fn api(self) -> resources::Webhooks<'a> {
        self.client.api().webhooks()
    }

    fn receiving(self) -> &'a Receiving {
        &self.client.inner.receiving
    }
}

impl fmt::Debug for Webhooks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhooks")
            .field("secrets", self.secrets())
            .finish_non_exhaustive()
    }
}
