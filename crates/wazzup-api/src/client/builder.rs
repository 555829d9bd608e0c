use std::{fmt, time::Duration};

use http::{HeaderValue, Uri};
use wazzup_transport::{
    Error, ErrorKind, Limit, Limits, Transport, TransportBuilder, auth::Credential,
    rate_limit::LimitKey,
};
use wazzup_types::Secret;

use super::{COUNTERS_BASE, Client, PUBLIC_BASE, TECH_BASE};
use crate::Result;

const USER_AGENT: &str = concat!("wazzup-api/", env!("CARGO_PKG_VERSION"));

/// What the service allows: 500 requests in 5 seconds, for all hosts and calls of a key together.
///
/// Messages count into it as well; [`MESSAGES_BUCKET`](crate::resources::MESSAGES_BUCKET) can be
/// given a tighter limit of its own, by [`Limits::with`]. Support raises the limit of an account on
/// request.
#[must_use]
pub fn account_limits() -> Limits {
    Limits::new(Limit::new(500, Duration::from_secs(5)))
}

/// Builds a [`Client`]. From [`Client::builder`].
///
/// Nothing but the key is needed; what is not set is as [`TransportBuilder`] has it.
#[must_use = "a builder does nothing until built"]
pub struct ClientBuilder {
    api_key: String,
    public_base: String,
    tech_base: String,
    counters_base: String,
    transport: Option<Transport>,
    configure: Box<dyn FnOnce(TransportBuilder) -> TransportBuilder + Send>,
}

impl ClientBuilder {
    pub(super) fn new(api_key: String) -> Self {
        Self {
            api_key,
            public_base: PUBLIC_BASE.to_owned(),
            tech_base: TECH_BASE.to_owned(),
            counters_base: COUNTERS_BASE.to_owned(),
            transport: None,
            configure: Box::new(std::convert::identity),
        }
    }

    /// One base for all hosts, for an emulator or a gateway that answers in their place.
    pub fn base(self, base: impl Into<String>) -> Self {
        let base = base.into();
        self.public_base(base.clone())
            .tech_base(base.clone())
            .counters_base(base)
    }

    /// Where the public API is, without `/v3`. [`PUBLIC_BASE`] unless set.
    pub fn public_base(mut self, base: impl Into<String>) -> Self {
        self.public_base = base.into();
        self
    }

    /// Where the tech API is. [`TECH_BASE`] unless set.
    pub fn tech_base(mut self, base: impl Into<String>) -> Self {
        self.tech_base = base.into();
        self
    }

    /// Where the counters' host is asked for. [`COUNTERS_BASE`] unless set.
    pub fn counters_base(mut self, base: impl Into<String>) -> Self {
        self.counters_base = base.into();
        self
    }

    /// How long a call may take in all, attempts, pauses and waits for the rate limit included.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.configure(move |transport| transport.total_timeout(timeout))
    }

    /// How long one attempt may take.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.configure(move |transport| transport.attempt_timeout(timeout))
    }

    /// How long making a connection may take.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.configure(move |transport| transport.connect_timeout(timeout))
    }

    /// How much the server allows. [`account_limits`] unless set.
    pub fn limits(self, limits: Limits) -> Self {
        self.configure(move |transport| transport.limits(limits))
    }

    /// Sets anything else about the transport: retries, a shared limiter, layers of one's own, TLS,
    /// a service in the place of the connections.
    ///
    /// All that was set before adds up; of two settings of the same thing the later one wins. It is
    /// not used with [`with_transport`](Self::with_transport), nor are the timeouts and limits.
    pub fn configure(
        mut self,
        change: impl FnOnce(TransportBuilder) -> TransportBuilder + Send + 'static,
    ) -> Self {
        let before = self.configure;
        self.configure = Box::new(move |transport| change(before(transport)));
        self
    }

    /// Uses this transport for all hosts, in the place of one of our making: a stack of one's own,
    /// or a closure in a test.
    ///
    /// It brings its own credential, limits, retries and timeouts; the base URIs, how error bodies are
    /// read and what they say about repeats are set on it.
    pub fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the key is empty or cannot be a header, or a
    /// base is not an absolute `http` or `https` URI.
    pub fn build(self) -> Result<Client> {
        let api_key = Secret::new(self.api_key).map_err(wrong)?;
        let public_base = uri(&self.public_base)?;
        let public = match self.transport {
            Some(transport) => transport
                .with_error_decoder(crate::error::decode)
                .with_judge(crate::judge::of_calls)
                .rebased(public_base)
                .map_err(wrong)?,
            None => {
                let transport = Transport::builder()
                    .base(public_base)
                    .credential(Credential::bearer(api_key.expose()).map_err(wrong)?)
                    .error_decoder(crate::error::decode)
                    .judge(crate::judge::of_calls)
                    .limits(account_limits())
                    .limit_key(LimitKey::of(api_key.expose()))
                    .user_agent(HeaderValue::from_static(USER_AGENT));
                (self.configure)(transport).build()?
            }
        };
        let tech = public.rebased(uri(&self.tech_base)?).map_err(wrong)?;
        let counters = public.rebased(uri(&self.counters_base)?).map_err(wrong)?;
        Ok(Client::from_parts(public, tech, counters, Some(api_key)))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

fn uri(base: &str) -> Result<Uri> {
    base.parse().map_err(wrong)
}

fn wrong(source: impl Into<wazzup_transport::BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, "client.build").with_source(source)
}
