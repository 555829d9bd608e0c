mod ensure;

use std::collections::BTreeMap;

use wazzup_transport::{Endpoint, Request};
use wazzup_types::settings::{Subscriptions, WebhookSettings, WebhookSettingsUpdate};

pub use self::ensure::{EnsureWebhooks, Ensured};

use super::{endpoints, resource};
use crate::call::{Call, read};

endpoints! {
    SETTINGS = Endpoint::get("webhooks.settings", "/v3/webhooks");
    /// The same settings twice are the same settings, and one more probe.
    UPDATE = Endpoint::patch("webhooks.update", "/v3/webhooks").idempotent();
    /// On the tech host. Leaves nothing behind but a probe.
    TEST = Endpoint::post("webhooks.test", "/webhooks/test").idempotent();
}

resource! {
    /// Webhook settings. From [`Client::webhooks`](crate::Client::webhooks).
    ///
    /// There is one address per integration and no route to remove it: switch everything off
    /// instead. See [Webhooks](https://wazzup24.com/help/api-en/webhooks/).
    Webhooks
}

impl Webhooks<'_> {
    /// Where webhooks go and which: `GET /v3/webhooks`. The address may be missing; an empty answer
    /// is that of an integration where nothing is set yet.
    pub fn settings(self) -> Call<WebhookSettings> {
        self.client
            .public(Request::new(&SETTINGS), read::json_or_empty)
    }

    /// Sets where webhooks go and which: `PATCH /v3/webhooks`. A switch that is not set counts as
    /// off.
    ///
    /// The service posts `{"test": true}` to the address and wants a 200 before it answers, so the
    /// endpoint must be up.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) with the code `uriNotValid`, or
    /// `testPostNotPassed` if the address did not answer the probe with 200.
    pub fn update(self, settings: &WebhookSettingsUpdate) -> Call<()> {
        self.client
            .public(Request::new(&UPDATE).json(settings), read::nothing)
    }

    /// Makes sure that these webhooks go to this address: reads the settings, and changes them only
    /// if they differ. The value tells what was done.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the address is empty or longer than
    /// 200 characters; else as [`settings`](Self::settings) and [`update`](Self::update).
    pub fn ensure(self, uri: impl Into<String>, subscriptions: Subscriptions) -> EnsureWebhooks {
        EnsureWebhooks::new(self.client, uri.into(), subscriptions)
    }

    /// Has the tech API post a probe to this address: `POST /webhooks/test`.
    ///
    /// # Errors
    ///
    /// [`Rejected`](crate::ErrorKind::Rejected) if the address does not answer as it should.
    pub fn test(self, uri: &str) -> Call<()> {
        let body = BTreeMap::from([("webhooksUri", uri)]);
        self.client
            .on_tech(Request::new(&TEST).json(&body), read::nothing)
    }
}
