use std::{fmt, sync::Arc, time::Duration};

use wazzup_transport::{Transport, TransportBuilder, auth::CredentialProvider};
use wazzup_whatsapp_api::{ApiVersion, Client, ClientBuilder, Error, ErrorKind, Result};
use wazzup_whatsapp_types::{AppId, BusinessId, PhoneNumberId, WabaId};

use super::{WhatsApp, client::Inner, receiving::Receiving};

/// Builds a [`WhatsApp`]. From [`WhatsApp::builder`].
///
/// Nothing but the token is needed; a call that hangs off an id that is neither set here nor on the
/// call fails before anything is sent.
#[must_use = "a builder does nothing until built"]
pub struct WhatsAppBuilder {
    api: ClientBuilder,
    app_secret: Option<String>,
    verify_token: Option<String>,
}

impl WhatsAppBuilder {
    pub(super) fn new(api: ClientBuilder) -> Self {
        Self {
            api,
            app_secret: None,
            verify_token: None,
        }
    }

    /// Who has the access token, if it changes: asked for each attempt of each call.
    pub fn token_provider(self, provider: impl CredentialProvider) -> Self {
        self.api(|api| api.token_provider(provider))
    }

    /// The id of the business phone number that messages leave from. Not the number itself.
    pub fn phone_number_id(self, id: PhoneNumberId) -> Self {
        self.api(|api| api.phone_number_id(id))
    }

    /// The id of the WhatsApp Business Account.
    pub fn waba_id(self, id: WabaId) -> Self {
        self.api(|api| api.waba_id(id))
    }

    /// The id of the business portfolio.
    pub fn business_id(self, id: BusinessId) -> Self {
        self.api(|api| api.business_id(id))
    }

    /// The id of the Meta app.
    pub fn app_id(self, id: AppId) -> Self {
        self.api(|api| api.app_id(id))
    }

    /// The secret of the Meta app: webhooks must be signed with it from then on, and calls for the
    /// app's token use it.
    pub fn app_secret(mut self, secret: impl Into<String>) -> Self {
        let secret = secret.into();
        self.app_secret = Some(secret.clone());
        self.api(|api| api.app_secret(secret))
    }

    /// Any word of yours: told to Meta when a callback is registered, and expected back in the
    /// handshake.
    pub fn verify_token(mut self, token: impl Into<String>) -> Self {
        let token = token.into();
        self.verify_token = Some(token.clone());
        self.api(|api| api.verify_token(token))
    }

    /// The version of the API. [`ApiVersion::DEFAULT`] unless set.
    pub fn api_version(self, version: ApiVersion) -> Self {
        self.api(|api| api.api_version(version))
    }

    /// Where the API is, without the version: `https://graph.facebook.com` unless set.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        self.api(|api| api.base(url))
    }

    /// How long a call may take in all: attempts, pauses and waits for the rate limit included.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.api(|api| api.timeout(timeout))
    }

    /// How many messages a second each number may send; `None` for no limit. 80 unless set.
    pub fn throughput(self, per_second: impl Into<Option<u32>>) -> Self {
        self.api(|api| api.throughput(per_second))
    }

    /// How many messages a second one phone number may send, in the place of
    /// [`throughput`](Self::throughput). Of several for the same phone number the last counts.
    pub fn throughput_of(self, number: PhoneNumberId, per_second: u32) -> Self {
        self.api(|api| api.throughput_of(number, per_second))
    }

    /// Uses this transport for all calls: a stack of your own, or a closure in a test. It brings
    /// its own limits and timeouts.
    pub fn with_transport(self, transport: Transport) -> Self {
        self.api(|api| api.with_transport(transport))
    }

    /// Changes the transport that is built: limits, retries, layers of your own, TLS.
    pub fn configure(
        self,
        change: impl FnOnce(TransportBuilder) -> TransportBuilder + Send + 'static,
    ) -> Self {
        self.api(|api| api.configure(change))
    }

    /// Sets anything else about the client of the API.
    pub fn api(mut self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        self.api = change(self.api);
        self
    }

    /// Builds the client. No connection is made.
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the token or a secret is empty, the token
    /// cannot be a header, the base is not an absolute `http` or `https` URL, or TLS is needed and
    /// this build has none.
    pub fn build(self) -> Result<WhatsApp> {
        let api: Client = self.api.build()?;
        let receiving =
            Receiving::new(&api, self.app_secret, self.verify_token).map_err(|invalid| {
                Error::new(ErrorKind::Configuration, "client.build").with_source(invalid)
            })?;
        Ok(WhatsApp {
            inner: Arc::new(Inner { api, receiving }),
        })
    }
}

impl fmt::Debug for WhatsAppBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsAppBuilder")
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}
