use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    RawJson,
    connect::{ConnectRequest, Connected, MigrationRequest, WauthRequest},
};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    /// The state can be exchanged once.
    EXCHANGE = Endpoint::post("connect.exchange", "/v3/connect").without_auth();
    /// Nobody says what a second one does, here and below.
    WAUTH = Endpoint::post("connect.wauth", "/v3/wauth");
    MIGRATE = Endpoint::post("connect.migrate", "/v3/migration");
}

resource! {
    /// Connecting accounts to a CRM that is on the marketplace (WAuth). From
    /// [`Client::connect`](crate::Client::connect).
    ///
    /// The two routes that list a CRM on the marketplace are not here;
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

    /// Starts the connection of an account: `POST /v3/wauth`. What is answered is not documented, so
    /// it comes as it is; `None` if that is nothing.
    pub fn wauth(self, request: &WauthRequest) -> Call<Option<RawJson>> {
        self.client
            .public(Request::new(&WAUTH).json(request), read::json_if_any)
    }

    /// Moves a client of the older API to this one: `POST /v3/migration`. Partner's key. What is
    /// answered is not documented, so it comes as it is; `None` if that is nothing.
    pub fn migrate(self, request: &MigrationRequest) -> Call<Option<RawJson>> {
        self.client
            .public(Request::new(&MIGRATE).json(request), read::json_if_any)
    }
}
