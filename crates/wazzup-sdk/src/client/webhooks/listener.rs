//! The listener of a client.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    time::Duration,
};

use wazzup_listener::{Listener, ListenerBuilder};
use wazzup_webhooks::WebhooksBuilder;

use super::Webhooks;
use crate::{
    ListenError, WazzupClient,
    receiving::{self, Listening, served},
};

served!(wazzup_webhooks::WebhookService);

impl Webhooks<'_> {
    /// Where the listener is unless said otherwise.
    pub const PATH: &'static str = "/webhooks";

    /// How long [`stop_listener`](Self::stop_listener) and [`WazzupClient::close`] wait for
    /// handlers that run.
    pub const CLOSE_DEADLINE: Duration = receiving::CLOSE_DEADLINE;

    /// Starts a server for webhooks on this address, and gives the URL it really listens on: port
    /// 0 takes any free one.
    ///
    /// Bind to a loopback address behind a reverse proxy, or to `0.0.0.0` to be reached directly.
    /// What Wazzup is told must be the address as seen from outside.
    pub fn start_listener(self, address: impl fmt::Display) -> StartListener {
        let endpoint = self.endpoint();
        StartListener {
            client: self.client.clone(),
            endpoint,
            listener: Listener::builder().bind(address).path(Self::PATH),
            query: None,
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

/// A listener about to be started: set options on it, then await it. From
/// [`Webhooks::start_listener`].
#[must_use = "a listener does not start unless awaited"]
pub struct StartListener {
    client: WazzupClient,
    endpoint: WebhooksBuilder,
    listener: ListenerBuilder,
    query: Option<(String, String)>,
}

impl StartListener {
    /// Listens on this path, `/webhooks` unless set. Others are answered 404.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.listener = self.listener.path(path);
        self
    }

    /// Lets this bearer pass besides those the client knows.
    pub fn require_bearer(mut self, secret: impl Into<String>) -> Self {
        self.endpoint = self.endpoint.bearer(secret);
        self
    }

    /// Lets requests pass whose query has `name=secret`, for accounts without a crm key. The URL
    /// that starting gives has this query, so that it can be given to
    /// [`ensure`](Webhooks::ensure) as it is; it must not be logged then.
    pub fn query_secret(mut self, name: impl Into<String>, secret: impl Into<String>) -> Self {
        let (name, secret) = (name.into(), secret.into());
        self.endpoint = self.endpoint.query_secret(&name, &secret);
        self.query = Some((name, secret));
        self
    }

    /// Takes every request for Wazzup's. Whoever reaches the address can then write events: only
    /// for tests, and behind something else that checks.
    pub fn without_authenticity_check(self) -> Self {
        self.endpoint(WebhooksBuilder::without_authenticity_check)
    }

    /// Sets anything else about the endpoint: policy, deadline, body limit, deduplication.
    pub fn endpoint(mut self, change: impl FnOnce(WebhooksBuilder) -> WebhooksBuilder) -> Self {
        self.endpoint = change(self.endpoint);
        self
    }

    /// Sets anything else about the server: limits, timeouts, health endpoint, TLS, observer.
    pub fn server(mut self, change: impl FnOnce(ListenerBuilder) -> ListenerBuilder) -> Self {
        self.listener = change(self.listener);
        self
    }

    async fn run(self) -> Result<String, ListenError> {
        let Self {
            client,
            endpoint,
            listener,
            query,
        } = self;
        let serve = async {
            let service = endpoint.build().map_err(ListenError::endpoint)?;
            let server = listener.serve(service.clone()).await;
            Ok(Listening::new(
                server.map_err(ListenError::Server)?,
                service,
            ))
        };
        let told = |url: &str| match query {
            Some((name, secret)) => format!("{url}?{}={}", encode(&name), encode(&secret)),
            None => url.to_owned(),
        };
        client.inner.receiving.listener.start(serve, told).await
    }
}

impl IntoFuture for StartListener {
    type Output = Result<String, ListenError>;
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

/// Everything but letters, digits and `-_.~` percent-encoded, as a part of a query.
fn encode(text: &str) -> impl fmt::Display + '_ {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const PART: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    utf8_percent_encode(text, PART)
}
