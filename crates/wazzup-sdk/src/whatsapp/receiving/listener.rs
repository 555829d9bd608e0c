//! The listener of a client, and registering it.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    time::Duration,
};

use wazzup_listener::{Listener, ListenerBuilder};
use wazzup_whatsapp_api::Error;
use wazzup_whatsapp_webhooks::WebhooksBuilder;

use super::{super::WhatsApp, Webhooks};
use crate::{
    ListenError,
    receiving::{self, Listening, served},
};

served!(wazzup_whatsapp_webhooks::WebhookService);

impl Webhooks<'_> {
    /// Where the listener is unless said otherwise.
    pub const PATH: &'static str = "/webhooks";

    /// How long [`stop_listener`](Self::stop_listener) and [`WhatsApp::close`] wait for
    /// handlers that run.
    pub const CLOSE_DEADLINE: Duration = receiving::CLOSE_DEADLINE;

    /// Starts a server for webhooks on this address, and gives the URL it really listens on: port
    /// 0 takes any free one.
    ///
    /// Bind to a loopback address behind a reverse proxy that speaks TLS: Meta delivers to `https`
    /// only. What Meta is told must be the address as seen from outside.
    pub fn start_listener(self, address: impl fmt::Display) -> StartListener {
        StartListener {
            client: self.client.clone(),
            endpoint: self.endpoint(),
            listener: Listener::builder().bind(address).path(Self::PATH),
            register: None,
        }
    }

    /// The URL of the running listener.
    #[must_use]
    pub fn url(self) -> Option<String> {
        self.receiving().listener.url()
    }

    /// Stops the listener, if there is one: no more connections, and handlers that run are waited
    /// for, at most [`CLOSE_DEADLINE`](Self::CLOSE_DEADLINE): those whose caller has its answer already
    /// or hung up and detached ones, too. It can be started again.
    ///
    /// Returns how many handlers were still running then and were abandoned.
    pub async fn stop_listener(self) -> usize {
        self.receiving().listener.stop().await
    }
}

/// Whose callback an address becomes.
#[derive(Clone, Copy, Debug)]
enum Scope {
    App,
    Waba,
    Phone,
}

impl Scope {
    async fn register(self, client: &WhatsApp, url: &str) -> wazzup_whatsapp_api::Result<()> {
        let callbacks = client.callbacks();
        match self {
            Self::App => callbacks.set_app_callback_url(url).await,
            Self::Waba => callbacks.override_waba_callback_url(url, None).await,
            Self::Phone => callbacks.override_phone_callback_url(url, None).await,
        }
    }
}

/// A listener about to be started: set options on it, then await it. From
/// [`Webhooks::start_listener`].
///
/// It is there once its callback is registered, if it was told to register one. If that fails, or
/// the future is dropped before, nothing is left listening.
#[must_use = "a listener does not start unless awaited"]
pub struct StartListener {
    client: WhatsApp,
    endpoint: WebhooksBuilder,
    listener: ListenerBuilder,
    register: Option<(Scope, Option<String>)>,
}

impl StartListener {
    /// Listens on this path, `/webhooks` unless set. Others are answered 404.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.listener = self.listener.path(path);
        self
    }

    /// Registers this address as the callback of the app once the server is up, so that the
    /// handshake is answered. Needs the app's id and secret, and the verify token.
    #[doc(alias = "callback_url")]
    pub fn register_app(self, url: impl Into<String>) -> Self {
        self.register(Scope::App, Some(url.into()))
    }

    /// Registers this address as the callback of the WhatsApp Business Account, in the place of the
    /// app's, once the server is up. Needs the account's id and the verify token.
    pub fn register_waba(self, url: impl Into<String>) -> Self {
        self.register(Scope::Waba, Some(url.into()))
    }

    /// Registers this address as the callback of the phone number, in the place of the account's and
    /// the app's, once the server is up. Needs the phone number's id and the verify token.
    pub fn register_phone_number(self, url: impl Into<String>) -> Self {
        self.register(Scope::Phone, Some(url.into()))
    }

    /// Registers the address listened on, as the callback of the account: against an emulator on
    /// this machine, which needs no address as seen from outside.
    pub fn register_here(self) -> Self {
        self.register(Scope::Waba, None)
    }

    fn register(mut self, scope: Scope, url: Option<String>) -> Self {
        self.register = Some((scope, url));
        self
    }

    /// Takes every delivery for Meta's. Whoever reaches the address can then write events: only for
    /// tests, and behind something else that checks.
    pub fn without_signature_check(self) -> Self {
        self.endpoint(WebhooksBuilder::without_signature_check)
    }

    /// Sets anything else about the endpoint: policy, body limit, deduplication, flows.
    pub fn endpoint(mut self, change: impl FnOnce(WebhooksBuilder) -> WebhooksBuilder) -> Self {
        self.endpoint = change(self.endpoint);
        self
    }

    /// Sets anything else about the server: limits, timeouts, health endpoint, TLS, observer.
    pub fn server(mut self, change: impl FnOnce(ListenerBuilder) -> ListenerBuilder) -> Self {
        self.listener = change(self.listener);
        self
    }

    async fn run(self) -> Result<String, RegisterError> {
        let Self {
            client,
            endpoint,
            listener,
            register,
        } = self;
        let serve = async {
            let service = endpoint.build().map_err(ListenError::endpoint)?;
            let server = listener.serve(service.clone()).await;
            let running = Listening::new(server.map_err(ListenError::Server)?, service);
            if let Some((scope, public)) = register {
                let public = public.as_deref().unwrap_or(running.url());
                if let Err(error) = scope.register(&client, public).await {
                    running.stop().await;
                    return Err(RegisterError::Register(error));
                }
            }
            Ok(running)
        };
        let slot = &client.inner.receiving.listener;
        slot.start(serve, str::to_owned).await
    }
}

impl IntoFuture for StartListener {
    type Output = Result<String, RegisterError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for StartListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartListener")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// Why a listener is not there, or nothing would come to it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// It did not start.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The callback could not be registered. The listener was stopped again.
    #[error("the callback was not registered")]
    Register(#[source] Error),
}
