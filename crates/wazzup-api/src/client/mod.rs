//! The client, and how it is built.

mod builder;
mod settings_lock;

use std::{fmt, sync::Arc};

use http::Uri;
use wazzup_transport::{Base, Request, Transport};
use wazzup_types::Secret;

pub use self::builder::{ClientBuilder, account_limits};
pub(crate) use self::settings_lock::SettingsLock;
use crate::{
    call::{Call, Read, read},
    error,
    resources::{
        Accounts, Channels, Connect, Contacts, Counters, Deals, Iframe, Messages, Pipelines, Tech,
        Templates, Users, Webhooks,
    },
};

/// Where the public API is.
pub const PUBLIC_BASE: &str = "https://api.wazzup24.com";
/// Where the tech API, for partners and settings, is.
pub const TECH_BASE: &str = "https://tech.wazzup24.com";
/// Where the counters' host is asked for.
pub const COUNTERS_BASE: &str = "https://integrations.wazzup24.com";

/// A client of the Wazzup API.
///
/// It has one accessor per resource and nothing else. Cheap to clone; clones share connections,
/// the rate limit, the retry budget and the order of settings changes.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    public: Transport,
    tech: Transport,
    counters: Transport,
    api_key: Option<Secret>,
    settings: SettingsLock,
}

impl Client {
    /// Starts building a client for this API key.
    pub fn builder(api_key: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(api_key.into())
    }

    /// A client over transports that are ready to use, with their own base URIs, credentials and
    /// limits.
    ///
    /// The route of [`Counters::host`] has the API key in its path, which this client does not
    /// know; [`Counters::host_of`] takes it. It is called at [`COUNTERS_BASE`] if `public` has
    /// [`PUBLIC_BASE`], else at the base of `public`, which then stands for all hosts.
    #[must_use]
    pub fn new(public: Transport, tech: Transport) -> Self {
        let [public, tech] = [public, tech].map(|it| it.with_error_decoder(error::decode));
        let counters = counters_beside(&public);
        Self::from_parts(public, tech, counters, None)
    }

    fn from_parts(
        public: Transport,
        tech: Transport,
        counters: Transport,
        api_key: Option<Secret>,
    ) -> Self {
        let settings = SettingsLock::default();
        Self {
            inner: Arc::new(Inner {
                public,
                tech,
                counters,
                api_key,
                settings,
            }),
        }
    }

    /// Employees of the CRM.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        Users::new(self)
    }

    /// Customers of the CRM.
    #[must_use]
    pub fn contacts(&self) -> Contacts<'_> {
        Contacts::new(self)
    }

    /// Deals of the CRM.
    #[must_use]
    pub fn deals(&self) -> Deals<'_> {
        Deals::new(self)
    }

    /// Sales pipelines of the CRM.
    #[must_use]
    pub fn pipelines(&self) -> Pipelines<'_> {
        Pipelines::new(self)
    }

    /// Connected messenger accounts, and who may work in them.
    #[must_use]
    pub fn channels(&self) -> Channels<'_> {
        Channels::new(self)
    }

    /// Sending, editing and deleting messages.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        Messages::new(self)
    }

    /// Templates of the WhatsApp Business API.
    #[must_use]
    pub fn templates(&self) -> Templates<'_> {
        Templates::new(self)
    }

    /// Where webhooks go, and which.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks::new(self)
    }

    /// The chat window.
    #[must_use]
    pub fn iframe(&self) -> Iframe<'_> {
        Iframe::new(self)
    }

    /// Counters of unanswered chats.
    #[must_use]
    pub fn counters(&self) -> Counters<'_> {
        Counters::new(self)
    }

    /// Accounts, their balance and their settings.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts::new(self)
    }

    /// Connecting accounts to a CRM of the marketplace (WAuth).
    #[must_use]
    pub fn connect(&self) -> Connect<'_> {
        Connect::new(self)
    }

    /// Routes of the tech API that belong to no other resource.
    #[must_use]
    pub fn tech(&self) -> Tech<'_> {
        Tech::new(self)
    }

    /// Calls a route of the public host that this crate does not know, with the same limits,
    /// retries and errors as the others. [`Tech::request`] is its sister for the tech host.
    ///
    /// ```no_run
    /// use wazzup_api::{Client, transport::{Endpoint, Request}};
    ///
    /// const REPLACE: Endpoint = Endpoint::put("contacts.replace", "/v3/contacts/{id}");
    ///
    /// # async fn example(client: Client) -> wazzup_api::Result<()> {
    /// let request = Request::new(&REPLACE).path("id", "c-1").json(&["anything"]);
    /// let answer: Option<String> = client.request(request).await?;
    /// # Ok(()) }
    /// ```
    pub fn request<T>(&self, request: Request) -> Call<T>
    where
        T: serde::de::DeserializeOwned + 'static,
    {
        self.public(request, read::json)
    }

    pub(crate) fn public<T>(&self, request: Request, read: Read<T>) -> Call<T> {
        Call::new(&self.inner.public, request, read)
    }

    pub(crate) fn on_tech<T>(&self, request: Request, read: Read<T>) -> Call<T> {
        Call::new(&self.inner.tech, request, read)
    }

    pub(crate) fn on_counters<T>(&self, request: Request, read: Read<T>) -> Call<T> {
        Call::new(&self.inner.counters, request, read)
    }

    pub(crate) fn public_transport(&self) -> &Transport {
        &self.inner.public
    }

    pub(crate) fn api_key(&self) -> Option<&Secret> {
        self.inner.api_key.as_ref()
    }

    pub(crate) fn settings_lock(&self) -> &SettingsLock {
        &self.inner.settings
    }
}

/// The transport for the counters' host, beside one for the public API.
fn counters_beside(public: &Transport) -> Transport {
    let is_public = |base: &Base| Base::new(Uri::from_static(PUBLIC_BASE)).as_ref() == Ok(base);
    public
        .base()
        .filter(|base| is_public(base))
        .and_then(|_| public.rebased(Uri::from_static(COUNTERS_BASE)).ok())
        .unwrap_or_else(|| public.clone())
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("public", &self.inner.public)
            .field("tech", &self.inner.tech)
            .field("api_key", &self.inner.api_key)
            .finish_non_exhaustive()
    }
}
