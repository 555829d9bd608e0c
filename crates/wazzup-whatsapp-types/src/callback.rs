//! Where webhooks go: the callbacks of an app, an account and a number.
//!
//! A delivery goes to the callback of the phone number if it has one, else to that of the account, else
//! to that of the app.
//!
//! See [Webhook overrides](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/override).

use serde::{Deserialize, Serialize};

use crate::invalid::{self, Invalid};
use crate::lenient::text;
use crate::message::none;
use crate::webhook::Field;
use crate::{AppId, Secret};

/// The fields that an app subscribes to unless told otherwise: all that have events of their own.
pub const DEFAULT_FIELDS: &[Field] = &[
    Field::Messages,
    Field::MessageTemplateStatusUpdate,
    Field::TemplateCategoryUpdate,
    Field::MessageTemplateQualityUpdate,
    Field::MessageTemplateComponentsUpdate,
    Field::UserPreferences,
    Field::Calls,
    Field::SmbMessageEchoes,
    Field::AccountUpdate,
];

/// Longest address that takes the place of the app's, in characters.
pub const OVERRIDE_URL_MAX_CHARS: usize = 200;

/// An address that takes the place of the app's: the body of `POST /{waba_id}/subscribed_apps`, and
/// inside of [`PhoneCallback`] for a number.
///
/// The address is asked for a challenge at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackOverride {
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    override_callback_uri: Option<String>,
    #[serde(default, skip_serializing_if = "none")]
    verify_token: Option<Secret>,
}

masked_debug! { CallbackOverride { verify_token; hidden: override_callback_uri } }

impl CallbackOverride {
    /// An address, and the token that the challenge will show.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is no `http` or `https` address, or longer than
    /// [200 characters](OVERRIDE_URL_MAX_CHARS).
    pub fn new(url: impl Into<String>, verify_token: Secret) -> Result<Self, Invalid> {
        let url = url.into();
        invalid::max_chars("override_callback_uri", &url, OVERRIDE_URL_MAX_CHARS)?;
        crate::message::http("override_callback_uri", &url)?;
        Ok(Self {
            override_callback_uri: Some(url),
            verify_token: Some(verify_token),
        })
    }

    /// The address; nothing, or empty, if the app's is to be used again.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        let url = self.override_callback_uri.as_deref();
        url.filter(|url| !url.is_empty())
    }

    /// The token that the challenge shows.
    #[must_use]
    pub fn verify_token(&self) -> Option<&Secret> {
        self.verify_token.as_ref()
    }
}

/// The callback of a phone number: the body of `POST /{phone_number_id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneCallback {
    webhook_configuration: CallbackOverride,
}

impl PhoneCallback {
    /// An address that takes the place of the account's and the app's.
    #[must_use]
    pub fn new(callback: CallbackOverride) -> Self {
        Self {
            webhook_configuration: callback,
        }
    }

    /// Takes the address of the number back.
    #[must_use]
    pub fn remove() -> Self {
        Self::new(CallbackOverride {
            override_callback_uri: Some(String::new()),
            verify_token: None,
        })
    }

    /// The address.
    #[must_use]
    pub fn callback(&self) -> &CallbackOverride {
        &self.webhook_configuration
    }
}

/// An app that gets the webhooks of an account: an element of `GET /{waba_id}/subscribed_apps`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SubscribedApp {
    /// The app.
    #[serde(default, skip_serializing_if = "none")]
    pub whatsapp_business_api_data: Option<App>,
    /// The address that takes the place of the app's.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub override_callback_uri: Option<String>,
}

masked_debug! { SubscribedApp { whatsapp_business_api_data; hidden: override_callback_uri } }

/// An app, as accounts name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct App {
    /// Its id.
    #[serde(default, skip_serializing_if = "none")]
    pub id: Option<AppId>,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Its page.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub link: Option<String>,
}

/// The access token of an app: the answer to `GET /oauth/access_token`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AppAccessToken {
    /// The token.
    pub access_token: Secret,
    /// What kind it is: `bearer`.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub token_type: Option<String>,
}
