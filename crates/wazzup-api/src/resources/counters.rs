use wazzup_transport::{Endpoint, Request};
use wazzup_types::{
    Secret, UserId,
    counter::{CounterHost, UnansweredCounter},
};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    UNANSWERED = Endpoint::get("counters.unanswered", "/v3/unanswered/{user_id}");
    /// On a host of its own. The key is in the path, so it is in no header.
    HOST = Endpoint::get("counters.host", "/counters/ws_host/api_v3/{api_key}").without_auth();
}

resource! {
    /// Counters of unanswered chats. From [`Client::counters`](crate::Client::counters).
    ///
    /// See [Unanswered counter](https://wazzup24.com/help/api-en/unanswered-counter/).
    Counters
}

impl Counters<'_> {
    /// How many customers of the last 7 days wait for this user's answer:
    /// `GET /v3/unanswered/{user_id}`. A user with no role reads 0.
    pub fn unanswered(self, user: &UserId) -> Call<UnansweredCounter> {
        let request = Request::new(&UNANSWERED).path("user_id", user.as_str());
        self.client.public(request, read::json)
    }

    /// The host that pushes counters by socket.io 4, at the path `/ws-counters/`:
    /// `GET /counters/ws_host/api_v3/{apiKey}` on a host of its own.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the client was made by
    /// [`Client::new`](crate::Client::new) and so does not know its key: see
    /// [`host_of`](Self::host_of).
    pub fn host(self) -> Call<CounterHost> {
        // An empty argument is refused before anything is sent.
        let key = self.client.api_key().map_or("", Secret::expose);
        self.client
            .on_counters(Request::new(&HOST).path("api_key", key), read::json)
    }

    /// As [`host`](Self::host), for this API key.
    pub fn host_of(self, api_key: &Secret) -> Call<CounterHost> {
        let request = Request::new(&HOST).path("api_key", api_key.expose());
        self.client.on_counters(request, read::json)
    }
}
