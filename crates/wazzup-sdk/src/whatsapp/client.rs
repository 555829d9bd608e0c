use std::{fmt, sync::Arc};

use wazzup_whatsapp_api::{
    Client,
    resources::{Callbacks, Media, Messages, Uploads, Users},
};

use super::{Webhooks, WhatsAppBuilder, receiving::Receiving};

/// Everything of the WhatsApp Business Cloud API in one place: the calls by resources, the handlers of
/// what Meta reports, and with the feature `listener` the server that receives it.
///
/// Cheap to clone; clones share connections, limits, handlers and the listener. When the last
/// clone is dropped, the listener stops with it; [`close`](Self::close) stops it in good order.
///
/// Other numbers and tokens of the same process are clients derived from [`api`](Self::api), which
/// share its connections.
#[derive(Clone)]
pub struct WhatsApp {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) api: Client,
    pub(super) receiving: Receiving,
}

impl WhatsApp {
    /// Starts building a client for this access token.
    pub fn builder(token: impl Into<String>) -> WhatsAppBuilder {
        WhatsAppBuilder::new(Client::builder(token))
    }

    /// Starts building a client that only receives: a call that needs a token fails before anything
    /// is sent.
    pub fn builder_without_token() -> WhatsAppBuilder {
        WhatsAppBuilder::new(Client::builder_without_token())
    }

    /// The client of the API alone, as [`wazzup_whatsapp_api`] has it.
    #[must_use]
    pub fn api(&self) -> &Client {
        &self.inner.api
    }

    /// Sending messages, read receipts, typing indicators.
    #[must_use]
    pub fn messages(&self) -> Messages<'_> {
        self.api().messages()
    }

    /// Uploading, downloading and deleting media.
    #[must_use]
    pub fn media(&self) -> Media<'_> {
        self.api().media()
    }

    /// Resumable uploads, for the examples of templates and for profile pictures.
    #[must_use]
    pub fn uploads(&self) -> Uploads<'_> {
        self.api().uploads()
    }

    /// Blocking users.
    #[must_use]
    pub fn users(&self) -> Users<'_> {
        self.api().users()
    }

    /// Where webhooks go, and the app's own token.
    #[must_use]
    pub fn callbacks(&self) -> Callbacks<'_> {
        self.api().callbacks()
    }

    /// Your handlers, waits, and the listener.
    #[must_use]
    pub fn webhooks(&self) -> Webhooks<'_> {
        Webhooks::new(self)
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

impl fmt::Debug for WhatsApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhatsApp")
            .field("api", &self.inner.api)
            .finish_non_exhaustive()
    }
}
