use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderValue, Uri};
use wazzup_transport::{
    BoxError, Error, ErrorKind, Limit, Limits, Transport, TransportBuilder,
    auth::CredentialProvider,
};
use wazzup_whatsapp_types::{AppId, BusinessId, PhoneNumberId, Secret, WabaId};

use super::{
    ApiVersion, Client, DEFAULT_BASE, Ids, Inner,
    limits::{self, DEFAULT_THROUGHPUT, throughput_limit},
    token::Token,
};
use crate::{Result, judge};

const USER_AGENT: &str = concat!("wazzup-whatsapp-api/", env!("CARGO_PKG_VERSION"));

/// Builds a [`Client`]. From [`Client::builder`].
///
/// Nothing but the token is needed; a call that hangs off an id that is neither set here nor on the
/// call fails before anything is sent. What is not set is as [`TransportBuilder`] has it.
///
/// ```
/// use wazzup_whatsapp_api::{ApiVersion, Client, types::{PhoneNumberId, WabaId}};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("EAAG0123456789")
///     .phone_number_id(PhoneNumberId::new("310660000000002")?)
///     .waba_id(WabaId::new("310660000000001")?)
///     .api_version(ApiVersion::new(24, 0))
///     .build()?;
/// # Ok(()) }
/// ```
#[must_use = "a builder does nothing until built"]
pub struct ClientBuilder {
    token: Token,
    ids: Ids,
    app_secret: Option<String>,
    verify_token: Option<String>,
    version: ApiVersion,
    base: String,
    throughput: Option<Limit>,
    throughput_of: Vec<(PhoneNumberId, Limit)>,
    pair_limit: bool,
    media_hosts: Vec<String>,
    transport: Option<Transport>,
    configure: Box<dyn FnOnce(TransportBuilder) -> TransportBuilder + Send>,
}

impl ClientBuilder {
    pub(super) fn new(token: Token) -> Self {
        Self {
            token,
            ids: Ids::default(),
            app_secret: None,
            verify_token: None,
            version: ApiVersion::DEFAULT,
            base: DEFAULT_BASE.to_owned(),
            throughput: Some(throughput_limit(DEFAULT_THROUGHPUT)),
            throughput_of: Vec::new(),
            pair_limit: true,
            media_hosts: Vec::new(),
            transport: None,
            configure: Box::new(std::convert::identity),
        }
    }

    /// Who has the access token, if it changes: asked for each attempt of each call.
    ///
    /// A [`RotatingCredential`](wazzup_transport::auth::RotatingCredential) is one that is replaced
    /// from outside while calls run; implement the trait for tokens that expire.
    pub fn token_provider(mut self, provider: impl CredentialProvider) -> Self {
        self.token = Token::Provider(Arc::new(provider));
        self
    }

    /// The id of the business phone number that messages leave from, and that media, blocked users
    /// and the like belong to. Not the number itself.
    pub fn phone_number_id(mut self, id: PhoneNumberId) -> Self {
        self.ids.phone_number = Some(id);
        self
    }

    /// The id of the WhatsApp Business Account.
    pub fn waba_id(mut self, id: WabaId) -> Self {
        self.ids.waba = Some(id);
        self
    }

    /// The id of the business portfolio.
    pub fn business_id(mut self, id: BusinessId) -> Self {
        self.ids.business = Some(id);
        self
    }

    /// The id of the Meta app. Needed for the app's callback and token, and for resumable uploads.
    pub fn app_id(mut self, id: AppId) -> Self {
        self.ids.app = Some(id);
        self
    }

    /// The secret of the Meta app. Needed for the app's token; the signatures of webhooks are checked
    /// elsewhere.
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        self.app_secret = Some(secret.into());
        self
    }

    /// What the service is to show when it checks a callback that is registered.
    pub fn verify_token(mut self, token: impl Into<String>) -> Self {
        self.verify_token = Some(token.into());
        self
    }

    /// The version of the API. [`ApiVersion::DEFAULT`] unless set.
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.version = version;
        self
    }

    /// Where the API is, without the version. [`DEFAULT_BASE`] unless set: an emulator or a gateway.
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// How many messages a second each number may send; `None` for no limit. [`DEFAULT_THROUGHPUT`]
    /// unless set. Counted for each number apart, over all clients that share the connections.
    pub fn throughput(mut self, per_second: impl Into<Option<u32>>) -> Self {
        self.throughput = per_second.into().map(throughput_limit);
        self
    }

    /// How many messages a second one phone number may send, in the place of
    /// [`throughput`](Self::throughput): 1000 for one that was raised, 20 for one that is also used
    /// in the app. Of several for the same phone number the last counts.
    pub fn throughput_of(mut self, number: PhoneNumberId, per_second: u32) -> Self {
        self.throughput_of
            .push((number, throughput_limit(per_second)));
        self
    }

    /// Whether messages to one recipient are held back so that the
    /// [pair limit](crate::pair_limit) is kept. On unless set.
    pub fn pair_limit(mut self, on: bool) -> Self {
        self.pair_limit = on;
        self
    }

    /// Other limits in the place of these three, with whatever [buckets](crate::MESSAGES_BUCKET) are to
    /// have one.
    pub fn limits(self, limits: Limits) -> Self {
        self.configure(move |transport| transport.limits(limits))
    }

    /// A further host that media is downloaded from with the access token, besides those of Meta and
    /// that of the API: a gateway's, for example.
    pub fn media_host(mut self, host: impl Into<String>) -> Self {
        self.media_hosts.push(host.into());
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

    /// Uses this transport in the place of one of our making: a stack of one's own, or a closure in a
    /// test.
    ///
    /// It brings its own limits, retries and timeouts; the token, the base URI, and how error bodies
    /// are read, are set on it.
    pub fn with_transport(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the token or a secret is empty, the token
    /// cannot be a header, or the base is not an absolute `http` or `https` URI.
    pub fn build(self) -> Result<Client> {
        let base: Uri = format!("{}/{}", self.base.trim_end_matches('/'), self.version)
            .parse()
            .map_err(wrong)?;
        let secret = |text: Option<String>| text.map(Secret::new).transpose().map_err(wrong);
        let (app_secret, verify_token) = (secret(self.app_secret)?, secret(self.verify_token)?);
        let (token_key, provider) = self.token.resolve().map_err(wrong)?;
        let transport = match self.transport {
            Some(transport) => transport
                .with_error_decoder(crate::error::decode)
                .rebased(base)
                .map_err(wrong)?,
            None => {
                let transport = Transport::builder()
                    .base(base)
                    .error_decoder(crate::error::decode)
                    .limits(limits::limits(
                        self.throughput,
                        &self.throughput_of,
                        self.pair_limit,
                    ))
                    .user_agent(HeaderValue::from_static(USER_AGENT));
                (self.configure)(transport).build()?
            }
        };
        let has_token = provider.is_some();
        let transport = match provider {
            Some(provider) => transport
                .with_credential(provider)
                .with_limit_key(token_key),
            None => transport,
        };
        let transport = transport.with_judge(judge::of_calls);
        Ok(Client {
            inner: Arc::new(Inner {
                sending: transport.with_judge(judge::of_messages),
                transport,
                ids: self.ids,
                app_secret,
                verify_token,
                version: self.version,
                has_token,
                token_key,
                media_hosts: self.media_hosts.into(),
            }),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

fn wrong(source: impl Into<BoxError>) -> Error {
    Error::new(ErrorKind::Configuration, "client.build").with_source(source)
}
