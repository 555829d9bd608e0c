use wazzup_transport::{Endpoint, Request};
use wazzup_types::connect::{ConnectRequest, Connected};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    /// The state can be exchanged once.
    EXCHANGE = Endpoint::post("connect.exchange", "/v3/connect").without_auth();
}

resource! {
    /// Connecting accounts to a CRM that is on the marketplace (WAuth). From
    /// [`Client::connect`](crate::Client::connect).
    ///
    /// The partner's other routes (`/v3/marketplace`, `/v3/wauth`, `/v3/migration`) are not here;
    /// [`Client::request`](crate::Client::request) calls them with the bodies of
    /// [`types::connect`](wazzup_types::connect). See
    /// [WAuth](https://wazzup24.com/help/api-en/wauth/).
    Connect
}

impl Connect<'_> {
    /// Exchanges what the redirect brought for the API key of the account: `POST /v3/connect`,
    /// without the client's own key.
    ///
    /// The `crmKey` given here is what the service will put into the `Authorization` header of its
    /// webhooks.
    ///
    /// Not repeated after a lost answer: the state can be exchanged once.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) if state or secret is wrong.
    pub fn exchange(self, request: &ConnectRequest) -> Call<Connected> {
        self.client
            .public(Request::new(&EXCHANGE).json(request), read::json)
    }
}
