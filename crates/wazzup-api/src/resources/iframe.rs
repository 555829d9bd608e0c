use wazzup_transport::{Endpoint, Request};
use wazzup_types::iframe::{IframeLink, IframeRequest};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    /// A link more does no harm.
    GENERATE_LINK = Endpoint::post("iframe.generate_link", "/v3/iframe").idempotent();
}

resource! {
    /// The chat window. From [`Client::iframe`](crate::Client::iframe).
    ///
    /// See [Chat window](https://wazzup24.com/help/api-en/chat-window-iframe/).
    Iframe
}

impl Iframe<'_> {
    /// Makes the address of a chat window for one user, to be put into an iframe with
    /// `allow="microphone *; clipboard-write *"`: `POST /v3/iframe`.
    ///
    /// The user must exist. A chat that does not exist is made when the window is opened.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) or [`NotFound`](crate::ErrorKind::NotFound) with
    /// the code `NO_SUCH_ACCOUNT`, or a plain [`Server`](crate::ErrorKind::Server) error.
    pub fn generate_link(self, window: &IframeRequest) -> Call<IframeLink> {
        self.client
            .public(Request::new(&GENERATE_LINK).json(window), read::json)
    }
}
