//! The one-stop client.

mod builder;
#[cfg(feature = "webhooks")]
mod webhooks;

use std::{fmt, sync::Arc};

use wazzup_api::{
    Client,
    resources::{
        Accounts, Channels, Connect, Contacts, Counters, Deals, Iframe, Messages, Pipelines, Tech,
        Templates, Users,
    },
};

pub use self::builder::WazzupClientBuilder;
#[cfg(feature = "listener")]
pub use self::webhooks::StartListener;
#[cfg(feature = "webhooks")]
pub use self::webhooks::Webhooks;

/// Everything of Wazzup in one place: the API by namespaces, and with the features `webhooks` and
/// `listener` the handlers of what Wazzup reports and the server that receives it.
///
/// Cheap to clone; clones share connections, limits, handlers and the listener. When the last
/// clone is dropped, the listener stops with it; [`close`](Self::close) stops it in good order.
///
/// `Debug` shows the first characters of the key, and the namespaces.
#[derive(Clone)]
pub struct WazzupClient {
    inner: Arc<Inner>,
}

struct Inner {
    api: Client,
    /// The first characters of the key, enough to tell which one it is.
    key_hint: Box<str>,
    #[cfg(feature = "webhooks")]
    receiving: webhooks::Receiving,
}

impl WazzupClient {
    /// A client for this API key, everything else as it is by default.
    ///
    /// # Errors
    ///
    /// As [`WazzupClientBuilder::build`].
    pub fn new(api_key: impl Into<String>) -> wazzup_api::Result<Self> {
        Self::builder(api_key).build()
    }

    /// Starts building a client for this API key.
    pub fn builder(api_key: impl Into<String>) -> WazzupClientBuilder {
        WazzupClientBuilder::new(api_key.into())
    }

    /// The client of the API alone, as [`wazzup_api`] has it.
    #[must_use]
    pub fn api(&self) -> &Client {
        &self.inner.api
    }

    /// Employees of the CRM.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        self.api().users()
    }

    /// Customers of the CRM.
    #[must_use]
    pub fn contacts(&self) -> Contacts<'_> {
        self.api().contacts()
    }

    /// Deals of the CRM.
    #[must_use]
    pub fn deals(&self) -> Deals<'_> {
        self.api().deals()
    }

    /// Sales pipelines of the CRM.
    #[must_use]
    pub fn pipelines(&self) -> Pipelines<'_> {
        self.api().pipelines()
    }

    /// Connected messenger accounts, and who may work in them.
    #[must_use]
    pub fn channels(&self) -> Channels<'_> {
        self.api().channels()
    }

    /// Sending, editing and deleting messages.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        self.api().messages()
    }

    /// Templates of the WhatsApp Business API.
    #[must_use]
    pub fn templates(&self) -> Templates<'_> {
        self.api().templates()
    }

    /// The chat window.
    #[must_use]
    pub fn iframe(&self) -> Iframe<'_> {
        self.api().iframe()
    }

    /// Counters of unanswered chats.
    #[must_use]
    pub fn counters(&self) -> Counters<'_> {
        self.api().counters()
    }

    /// Accounts, their balance and their settings.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        self.api().accounts()
    }

    /// Connecting accounts to a CRM of the marketplace (WAuth).
    #[must_use]
    pub fn connect(&self) -> Connect<'_> {
        self.api().connect()
    }

    /// Routes of the tech API that belong to no other namespace.
    #[must_use]
    pub fn tech(&self) -> Tech<'_> {
        self.api().tech()
    }

    /// Webhooks: their settings, your handlers, and the listener.
    #[cfg(feature = "webhooks")]
    #[must_use]
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks::new(self)
    }

    /// Webhook settings.
    #[cfg(not(feature = "webhooks"))]
    #[must_use]
    pub fn webhooks(&self) -> wazzup_api::resources::Webhooks<'_> {
        self.api().webhooks()
    }

    /// Stops the listener, if one was started: handlers that run are waited for, at most
    /// [10 seconds](Webhooks::CLOSE_DEADLINE). Calls to the API go on working.
    ///
    /// Returns how many handlers were still running then and were abandoned.
    #[cfg(feature = "listener")]
    pub async fn close(&self) -> usize {
        self.webhooks().stop_listener().await
    }
}

impl fmt::Debug for WazzupClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let namespaces = [
            "contacts",
            "users",
            "deals",
            "pipelines",
            "channels",
            "accounts",
            "webhooks",
            "messages",
            "templates",
            "iframe",
            "counters",
            "connect",
            "tech",
        ];
        f.debug_struct("WazzupClient")
            .field("api_key", &format_args!("{}***", self.inner.key_hint))
            .field("namespaces", &namespaces)
            .finish()
    }
}
