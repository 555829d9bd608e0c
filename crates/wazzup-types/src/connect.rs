//! For partners: being listed on the service's marketplace, and connecting accounts from there.

use serde::{Deserialize, Serialize};

use crate::invalid::{self, Invalid};
use crate::lenient::{none, text};
use crate::{Secret, Subscriptions};

/// The body of `POST /v3/connect`: what the redirect brought is exchanged for an API key.
///
/// See <https://wazzup24.com/help/api-en/wauth/>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConnectRequest {
    /// What the redirect brought.
    pub state: Secret,
    /// The secret registered for the CRM.
    pub secret: Secret,
    /// What the service is to put into the `Authorization` header of its webhooks.
    #[serde(default, skip_serializing_if = "none")]
    pub crm_key: Option<Secret>,
    /// The name of the account in the CRM.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
}

impl ConnectRequest {
    /// An exchange without key or name.
    #[must_use]
    pub fn new(state: Secret, secret: Secret) -> Self {
        Self {
            state,
            secret,
            crm_key: None,
            name: None,
        }
    }

    /// Sets what the service is to put into the `Authorization` header of its webhooks.
    #[must_use]
    pub fn crm_key(mut self, key: Secret) -> Self {
        self.crm_key = Some(key);
        self
    }

    /// Sets the name of the account in the CRM.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// The answer of `POST /v3/connect`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Connected {
    /// The API key.
    #[serde(rename = "data")]
    pub api_key: Secret,
}

impl Connected {
    /// An answer. For servers that play the service.
    #[must_use]
    pub fn new(api_key: Secret) -> Self {
        Self { api_key }
    }
}

/// The body of `POST /v3/marketplace`: lists a CRM.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MarketplaceListing {
    /// The code of the CRM.
    pub crm_code: String,
    /// Where accounts are sent back to.
    pub auth_redirect_uri: String,
    /// The secret for the exchange.
    pub secret: Secret,
}

masked_debug! { MarketplaceListing { crm_code, secret; hidden: auth_redirect_uri } }

impl MarketplaceListing {
    /// A listing.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if code or address is empty.
    pub fn new(
        crm_code: impl Into<String>,
        auth_redirect_uri: impl Into<String>,
        secret: Secret,
    ) -> Result<Self, Invalid> {
        let (crm_code, auth_redirect_uri) = (crm_code.into(), auth_redirect_uri.into());
        invalid::not_empty("crmCode", &crm_code)?;
        invalid::not_empty("authRedirectUri", &auth_redirect_uri)?;
        Ok(Self {
            crm_code,
            auth_redirect_uri,
            secret,
        })
    }
}

/// The body of `PATCH /v3/marketplace`: how the CRM is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MarketplaceUpdate {
    /// The name to show.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub crm_name: Option<String>,
    /// The picture to show.
    #[serde(default, skip_serializing_if = "none")]
    pub logo: Option<Logo>,
}

impl MarketplaceUpdate {
    /// Longest name, in characters.
    pub const NAME_MAX_CHARS: usize = 50;

    /// Nothing changed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the name to show.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [`NAME_MAX_CHARS`](Self::NAME_MAX_CHARS).
    pub fn crm_name(mut self, name: impl Into<String>) -> Result<Self, Invalid> {
        let name = name.into();
        invalid::chars_within("crmName", &name, Self::NAME_MAX_CHARS)?;
        self.crm_name = Some(name);
        Ok(self)
    }

    /// Sets the picture to show.
    #[must_use]
    pub fn logo(mut self, logo: Logo) -> Self {
        self.logo = Some(logo);
        self
    }
}

/// The picture of a CRM.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Logo {
    /// The name of the file.
    pub name: String,
    /// The file in base64.
    pub content: String,
}

masked_debug! { Logo { name; hidden: content } }

impl Logo {
    /// A picture, already in base64.
    #[must_use]
    pub fn new(name: impl Into<String>, content: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            content: content.into(),
        }
    }
}

/// The body of `POST /v3/wauth`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WauthRequest {
    /// The kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// The domain of the account in the CRM.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub domain: Option<String>,
}

impl WauthRequest {
    /// A request of that kind.
    #[must_use]
    pub fn new(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            domain: None,
        }
    }

    /// Sets the domain of the account in the CRM.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }
}

/// The body of `POST /v3/migration`: moves a client of the older API to this one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MigrationRequest {
    /// The client's key.
    pub client_api_key: Secret,
    /// Where its webhooks are to go.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub webhooks_uri: Option<String>,
    /// Which webhooks it is to get.
    #[serde(default, skip_serializing_if = "none")]
    pub subscriptions: Option<Subscriptions>,
}

masked_debug! { MigrationRequest { client_api_key, subscriptions; hidden: webhooks_uri } }

impl MigrationRequest {
    /// A move that leaves the webhooks as they are.
    #[must_use]
    pub fn new(client_api_key: Secret) -> Self {
        Self {
            client_api_key,
            webhooks_uri: None,
            subscriptions: None,
        }
    }

    /// Sets where webhooks are to go, and which.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is empty or longer than
    /// [`URI_MAX_CHARS`](crate::settings::WebhookSettingsUpdate::URI_MAX_CHARS).
    pub fn webhooks(
        mut self,
        uri: impl Into<String>,
        subscriptions: Subscriptions,
    ) -> Result<Self, Invalid> {
        let uri = uri.into();
        let max = crate::settings::WebhookSettingsUpdate::URI_MAX_CHARS;
        invalid::chars_within("webhooksUri", &uri, max)?;
        self.webhooks_uri = Some(uri);
        self.subscriptions = Some(subscriptions);
        Ok(self)
    }
}
