//! The client, and how it is built.

mod builder;
mod ids;
mod limits;
mod token;
mod version;

use std::{fmt, sync::Arc};

use serde::de::DeserializeOwned;
use wazzup_transport::{
    Request, Transport,
    auth::{CredentialProvider, InvalidCredential},
    rate_limit::LimitKey,
};
use wazzup_whatsapp_types::{AppId, BusinessId, PhoneNumberId, Secret, WabaId};

pub(crate) use self::ids::Ids;
use self::token::Token;
pub use self::{
    builder::ClientBuilder,
    ids::Node,
    limits::{
        DEFAULT_THROUGHPUT, MANAGEMENT_BUCKET, MESSAGES_BUCKET, PAIR_BUCKET, messaging_limits,
        number_key, pair_limit, throughput_limit,
    },
    version::{ApiVersion, InvalidApiVersion},
};
use crate::{
    call::{Call, NodeCall, Read, read},
    resources::{Callbacks, Media, Messages, Uploads, Users},
};

/// Where the API is.
pub const DEFAULT_BASE: &str = "https://graph.facebook.com";

/// A client of the WhatsApp Business Cloud API.
///
/// It has one accessor per resource and nothing else. Cheap to clone; clones, and clients
/// [derived](Self::with_phone_number_id) from it, share connections, rate limits and the retry budget,
/// so a process with many numbers or tokens makes one and derives the others.
///
/// ```
/// use wazzup_whatsapp_api::{Client, types::PhoneNumberId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("EAAG0123456789").build()?;
/// let sales = client.with_phone_number_id(PhoneNumberId::new("310660000000002")?);
/// let another_business = sales.with_token("EAAG9876543210")?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Inner {
    transport: Transport,
    // For messages: it is stricter about what was not executed.
    sending: Transport,
    ids: Ids,
    app_secret: Option<Secret>,
    verify_token: Option<Secret>,
    version: ApiVersion,
    has_token: bool,
    token_key: LimitKey,
    media_hosts: Arc<[String]>,
}

impl Client {
    /// Starts building a client for this access token.
    pub fn builder(token: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(Token::Text(token.into()))
    }

    /// Starts building a client that has no access token yet, for those who only receive. A call that
    /// needs one fails before anything is sent.
    pub fn builder_without_token() -> ClientBuilder {
        ClientBuilder::new(Token::Missing)
    }

    /// The same client with another phone number.
    #[must_use]
    pub fn with_phone_number_id(&self, id: PhoneNumberId) -> Self {
        self.derive(|inner| inner.ids.phone_number = Some(id))
    }

    /// The same client with another WhatsApp Business Account.
    #[must_use]
    pub fn with_waba_id(&self, id: WabaId) -> Self {
        self.derive(|inner| inner.ids.waba = Some(id))
    }

    /// The same client with another business portfolio.
    #[must_use]
    pub fn with_business_id(&self, id: BusinessId) -> Self {
        self.derive(|inner| inner.ids.business = Some(id))
    }

    /// The same client with another app. The secret belongs to the app, so it goes with it.
    #[must_use]
    pub fn with_app_id(&self, id: AppId, secret: Option<Secret>) -> Self {
        self.derive(|inner| {
            inner.ids.app = Some(id);
            inner.app_secret = secret;
        })
    }

    /// The same client with another access token, over the same connections.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`] if it is empty or cannot be a header.
    pub fn with_token(&self, token: impl Into<String>) -> Result<Self, InvalidCredential> {
        self.with(Token::Text(token.into()))
    }

    /// The same client with another provider of access tokens, over the same connections.
    #[must_use]
    pub fn with_token_provider(&self, provider: impl CredentialProvider) -> Self {
        self.with(Token::Provider(Arc::new(provider)))
            .unwrap_or_else(|_: InvalidCredential| self.clone())
    }

    fn with(&self, token: Token) -> Result<Self, InvalidCredential> {
        let (key, provider) = token.resolve()?;
        Ok(self.derive(|inner| {
            inner.token_key = key;
            if let Some(provider) = provider {
                let for_messages = Arc::clone(&provider);
                inner.transport = inner
                    .transport
                    .with_credential(provider)
                    .with_limit_key(key);
                inner.sending = inner
                    .sending
                    .with_credential(for_messages)
                    .with_limit_key(key);
                inner.has_token = true;
            }
        }))
    }

    fn derive(&self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = (*self.inner).clone();
        change(&mut inner);
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Sending messages, read receipts, typing indicators.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages::new(self)
    }

    /// Uploading, downloading and deleting media.
    #[must_use]
    pub fn media(&self) -> Media<'_> {
        Media::new(self)
    }

    /// Resumable uploads, for the examples of templates and for profile pictures.
    #[must_use]
    pub fn uploads(&self) -> Uploads<'_> {
        Uploads::new(self)
    }

    /// Blocking users.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
    }

    /// Where webhooks go, and the app's own token.
    #[must_use]
    pub fn callbacks(&self) -> Callbacks<'_> {
        Callbacks::new(self)
    }

    /// The phone number that calls are about unless they say so themselves.
    #[must_use]
    pub fn phone_number_id(&self) -> Option<&PhoneNumberId> {
        self.inner.ids.phone_number.as_ref()
    }

    /// The account that calls are about unless they say so themselves.
    #[must_use]
    pub fn waba_id(&self) -> Option<&WabaId> {
        self.inner.ids.waba.as_ref()
    }

    /// The portfolio that calls are about unless they say so themselves.
    #[must_use]
    pub fn business_id(&self) -> Option<&BusinessId> {
        self.inner.ids.business.as_ref()
    }

    /// The app that calls are about unless they say so themselves.
    #[must_use]
    pub fn app_id(&self) -> Option<&AppId> {
        self.inner.ids.app.as_ref()
    }

    /// The version of the API.
    #[must_use]
    pub fn api_version(&self) -> ApiVersion {
        self.inner.version
    }

    /// Calls a route that this crate does not know, with the same limits, retries and errors as the
    /// others.
    ///
    /// ```no_run
    /// use wazzup_whatsapp_api::{Client, transport::{Endpoint, Request}};
    ///
    /// const SETTINGS: Endpoint = Endpoint::get("settings.get", "/{phone_number_id}/settings");
    ///
    /// # async fn example(client: Client) -> wazzup_whatsapp_api::Result<()> {
    /// let request = Request::new(&SETTINGS).path("phone_number_id", "310660000000002");
    /// let settings: serde_json::Value = client.request(request).await?;
    /// # Ok(()) }
    /// ```
    pub fn request<T>(&self, request: Request) -> Call<T>
    where
        T: DeserializeOwned + 'static,
    {
        self.call(request, read::json)
    }

    /// A call that hangs off no id of the client.
    pub(crate) fn call<T>(&self, request: Request, read: Read<T>) -> Call<T> {
        Call::new(&self.inner.transport, self.checked(request), read)
    }

    /// A call that hangs off an id of the client, or of its own.
    pub(crate) fn node<T, N: Node>(&self, request: Request, read: Read<T>) -> NodeCall<T, N> {
        NodeCall::new(self, request, read)
    }

    /// The request, unless it needs a token that there is not.
    pub(crate) fn checked(&self, request: Request) -> Request {
        if request.endpoint().is_authenticated() && !self.inner.has_token {
            request.invalid(NO_TOKEN)
        } else {
            request
        }
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    pub(crate) fn sending_transport(&self) -> &Transport {
        &self.inner.sending
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.inner.ids
    }

    pub(crate) fn app_secret(&self) -> Option<&Secret> {
        self.inner.app_secret.as_ref()
    }

    pub(crate) fn verify_token(&self) -> Option<&Secret> {
        self.inner.verify_token.as_ref()
    }

    pub(crate) fn token_key(&self) -> LimitKey {
        self.inner.token_key
    }

    pub(crate) fn media_hosts(&self) -> &[String] {
        &self.inner.media_hosts
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("transport", &self.inner.transport)
            .field("ids", &self.inner.ids)
            .finish_non_exhaustive()
    }
}

const NO_TOKEN: &str = "the access token is missing: set it by `Client::builder`, \
                        `ClientBuilder::token_provider` or `Client::with_token`";
