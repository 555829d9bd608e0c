//! The partner API on `tech.wazzup24.com`, its first generation: accounts, channels, settings.
//!
//! No public page describes it; the models follow the Python package 0.1.8, and what is read is
//! kept open accordingly.

mod account;
mod channel;
mod link;
mod settings;
mod template;
mod user;
mod waba;

use serde::{Deserialize, Serialize};

pub use self::account::{
    AccountLang, AccountsTransactions, Balance, CreatedAccount, Currency, NewAccount, TopUp,
    WabaSummary,
};
pub use self::channel::{
    ChannelDeletion, ChannelDetails, ChannelSubscription, ChannelsList, ChannelsListItem,
    CreatedChannel, NewChannel, Pairing,
};
pub use self::link::{
    ChannelsLinkRequest, ChatsLinkRequest, Link, TemplatesLinkRequest, TemplatesLinkType,
    UnansweredLinkRequest, WabaProfileLinkRequest,
};
pub use self::settings::{Role, Settings, SettingsUpdate, UserRole};
pub use self::template::TechTemplate;
pub use self::user::{NewTechUser, TechUser};
pub use self::waba::{WabaPrices, WabaPricing, WabaTransaction, WabaTransactions};

/// The body of `POST /webhooks/test`: the service posts a probe to the address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WebhookTest {
    /// The address.
    pub webhooks_uri: String,
}

masked_debug! { WebhookTest { ; hidden: webhooks_uri } }

impl WebhookTest {
    /// A probe of that address, which is sent as given.
    ///
    /// # Errors
    ///
    /// [`Invalid`](crate::Invalid) if it is empty.
    pub fn new(webhooks_uri: impl Into<String>) -> Result<Self, crate::Invalid> {
        let webhooks_uri = webhooks_uri.into();
        crate::invalid::not_empty("webhooksUri", &webhooks_uri)?;
        Ok(Self { webhooks_uri })
    }
}
