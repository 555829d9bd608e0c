use std::{fmt, sync::Arc, time::Duration};

use wazzup_api::{
    Client, ClientBuilder,
    transport::{Transport, TransportBuilder},
};

use super::{Inner, WazzupClient};

/// How many characters of the key `Debug` shows, if the key has at least four times as many.
const HINT: usize = 6;

/// Builds a [`WazzupClient`]. From [`WazzupClient::builder`].
#[must_use = "a builder does nothing until built"]
pub struct WazzupClientBuilder {
    api: ClientBuilder,
    key_hint: Box<str>,
    #[cfg(feature = "webhooks")]
    crm_key: Option<String>,
}

impl WazzupClientBuilder {
    pub(super) fn new(api_key: String) -> Self {
        Self {
            key_hint: hint(&api_key),
            api: Client::builder(api_key),
            #[cfg(feature = "webhooks")]
            crm_key: None,
        }
    }

    /// Where the public API is: `https://api.wazzup24.com` unless set.
    pub fn public_base_url(self, url: impl Into<String>) -> Self {
        self.api(|api| api.public_base(url))
    }

    /// Where the tech API is: `https://tech.wazzup24.com` unless set.
    pub fn tech_base_url(self, url: impl Into<String>) -> Self {
        self.api(|api| api.tech_base(url))
    }

    /// Where all hosts are, for an emulator or a proxy that stands for each of them.
    pub fn base_url(self, url: impl Into<String>) -> Self {
        let url = url.into();
        self.api(|api| api.public_base(&url).tech_base(&url).counters_base(url))
    }

    /// How long a call may take in all: attempts, pauses and waits for the rate limit included.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.api(|api| api.timeout(timeout))
    }

    /// The key that Wazzup puts into the `Authorization` header of its webhooks: the listener and
    /// the endpoint expect it from then on.
    #[cfg(feature = "webhooks")]
    pub fn crm_key(mut self, crm_key: impl Into<String>) -> Self {
        self.crm_key = Some(crm_key.into());
        self
    }

    /// Uses this transport for all calls: a stack of your own, or a closure in a test. It brings
    /// its own credential, limits and timeouts.
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

    /// Builds the client. No connection is made.
    ///
    /// # Errors
    ///
    /// [`Configuration`](wazzup_api::ErrorKind::Configuration) if a key is empty or cannot be a
    /// header, a URL is not an absolute `http` or `https` one, or TLS is needed and this build has
    /// none.
    pub fn build(self) -> wazzup_api::Result<WazzupClient> {
        let api = self.api.build()?;
        let inner = Inner {
            #[cfg(feature = "webhooks")]
            receiving: super::webhooks::Receiving::new(&api, self.crm_key)?,
            api,
            key_hint: self.key_hint,
        };
        Ok(WazzupClient {
            inner: Arc::new(inner),
        })
    }

    fn api(mut self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        self.api = change(self.api);
        self
    }
}

impl fmt::Debug for WazzupClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WazzupClientBuilder")
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}

/// The start of the key, if that gives little of it away.
fn hint(key: &str) -> Box<str> {
    match key.char_indices().nth(HINT) {
        Some((end, _)) if key.len() >= 4 * HINT => key[..end].into(),
        _ => "".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_given_of_long_keys_only() {
        assert_eq!(&*hint("0123456789abcdef0123456789abcdef"), "012345");
        assert_eq!(&*hint("0123456789abcdef"), "");
        assert_eq!(&*hint(""), "");
    }
}
