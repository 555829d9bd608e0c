//! Where webhooks go, and which.

use serde::{Deserialize, Serialize, Serializer};

use crate::invalid::{self, Invalid};
use crate::lenient::{flag, none, or_default, text};

/// The answer of `GET /v3/webhooks`.
///
/// See <https://wazzup24.com/help/api-en/webhooks/>.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WebhookSettings {
    /// The address. None, null and empty text all mean that none is set.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub webhooks_uri: Option<String>,
    /// Which webhooks are sent.
    #[serde(default, deserialize_with = "or_default")]
    pub subscriptions: Subscriptions,
}

masked_debug! { WebhookSettings { subscriptions; hidden: webhooks_uri } }

impl WebhookSettings {
    /// The address, if one is set.
    #[must_use]
    pub fn uri(&self) -> Option<&str> {
        self.webhooks_uri.as_deref().filter(|uri| !uri.is_empty())
    }
}

/// Which webhooks are sent.
///
/// Read from flags and from the texts `"true"` and `"false"`; the template switch by any of its
/// names. A switch that is missing is off, as for the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Wire")]
#[non_exhaustive]
pub struct Subscriptions {
    /// Messages and their statuses.
    pub messages_and_statuses: bool,
    /// The questions `createContact` and `createDeal`.
    pub contacts_and_deals_creation: bool,
    /// Changes of a channel's state.
    pub channels_updates: bool,
    /// Changes of a template's status.
    pub template_status: bool,
}

impl Subscriptions {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            messages_and_statuses: true,
            contacts_and_deals_creation: true,
            channels_updates: true,
            template_status: true,
        }
    }

    /// None of them.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            messages_and_statuses: false,
            contacts_and_deals_creation: false,
            channels_updates: false,
            template_status: false,
        }
    }

    /// Switches messages and their statuses.
    #[must_use]
    pub const fn messages_and_statuses(mut self, on: bool) -> Self {
        self.messages_and_statuses = on;
        self
    }

    /// Switches the questions `createContact` and `createDeal`.
    #[must_use]
    pub const fn contacts_and_deals_creation(mut self, on: bool) -> Self {
        self.contacts_and_deals_creation = on;
        self
    }

    /// Switches changes of a channel's state.
    #[must_use]
    pub const fn channels_updates(mut self, on: bool) -> Self {
        self.channels_updates = on;
        self
    }

    /// Switches changes of a template's status.
    #[must_use]
    pub const fn template_status(mut self, on: bool) -> Self {
        self.template_status = on;
        self
    }

    fn write<S: Serializer>(self, names: TemplateSwitch, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Written {
            messages_and_statuses: bool,
            contacts_and_deals_creation: bool,
            channels_updates: bool,
            #[serde(skip_serializing_if = "none")]
            template_status: Option<bool>,
            #[serde(skip_serializing_if = "none")]
            waba_templates_status: Option<bool>,
        }
        let on = self.template_status;
        Written {
            messages_and_statuses: self.messages_and_statuses,
            contacts_and_deals_creation: self.contacts_and_deals_creation,
            channels_updates: self.channels_updates,
            template_status: (names != TemplateSwitch::Live).then_some(on),
            waba_templates_status: (names != TemplateSwitch::Documented).then_some(on),
        }
        .serialize(serializer)
    }
}

impl Serialize for Subscriptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write(TemplateSwitch::Both, serializer)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    #[serde(default, deserialize_with = "flag")]
    messages_and_statuses: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    contacts_and_deals_creation: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    channels_updates: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    template_status: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    waba_templates_status: Option<bool>,
    /// A misprint of one help page, should it ever have been more than that.
    #[serde(default, rename = "tepmplateStatus", deserialize_with = "flag")]
    misprinted: Option<bool>,
}

impl From<Wire> for Subscriptions {
    fn from(wire: Wire) -> Self {
        let template = [
            wire.template_status,
            wire.waba_templates_status,
            wire.misprinted,
        ];
        Self {
            messages_and_statuses: wire.messages_and_statuses.unwrap_or_default(),
            contacts_and_deals_creation: wire.contacts_and_deals_creation.unwrap_or_default(),
            channels_updates: wire.channels_updates.unwrap_or_default(),
            template_status: template.contains(&Some(true)),
        }
    }
}

/// Under which name the template switch is sent: the help has one, live accounts answer with
/// another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplateSwitch {
    /// `templateStatus` and `wabaTemplatesStatus`, side by side.
    #[default]
    Both,
    /// `templateStatus` only, as the help has it.
    Documented,
    /// `wabaTemplatesStatus` only, as live accounts answer.
    Live,
}

/// The body of `PATCH /v3/webhooks`. On receiving it the service posts `{"test": true}` to the
/// address and wants 200.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSettingsUpdate {
    webhooks_uri: String,
    subscriptions: Subscriptions,
    template_switch: TemplateSwitch,
}

masked_debug! { WebhookSettingsUpdate { subscriptions, template_switch; hidden: webhooks_uri } }

impl WebhookSettingsUpdate {
    /// Longest address, its query included, in characters.
    pub const URI_MAX_CHARS: usize = 200;

    /// New settings. The address is sent as given; a secret may stand in its query.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is empty or longer than
    /// [`URI_MAX_CHARS`](Self::URI_MAX_CHARS).
    pub fn new(
        webhooks_uri: impl Into<String>,
        subscriptions: Subscriptions,
    ) -> Result<Self, Invalid> {
        let webhooks_uri = webhooks_uri.into();
        invalid::chars_within("webhooksUri", &webhooks_uri, Self::URI_MAX_CHARS)?;
        Ok(Self {
            webhooks_uri,
            subscriptions,
            template_switch: TemplateSwitch::default(),
        })
    }

    /// Sets under which name the template switch is sent.
    #[must_use]
    pub fn template_switch(mut self, names: TemplateSwitch) -> Self {
        self.template_switch = names;
        self
    }

    /// The address.
    #[must_use]
    pub fn webhooks_uri(&self) -> &str {
        &self.webhooks_uri
    }

    /// Which webhooks are to be sent.
    #[must_use]
    pub fn subscriptions(&self) -> Subscriptions {
        self.subscriptions
    }

    /// Whether `settings` already say the same, so that nothing needs to be sent.
    #[must_use]
    pub fn is_met_by(&self, settings: &WebhookSettings) -> bool {
        settings.uri() == Some(self.webhooks_uri.as_str())
            && settings.subscriptions == self.subscriptions
    }
}

impl Serialize for WebhookSettingsUpdate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Switches(Subscriptions, TemplateSwitch);

        impl Serialize for Switches {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.write(self.1, serializer)
            }
        }

        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Written<'a> {
            webhooks_uri: &'a str,
            subscriptions: Switches,
        }

        Written {
            webhooks_uri: &self.webhooks_uri,
            subscriptions: Switches(self.subscriptions, self.template_switch),
        }
        .serialize(serializer)
    }
}
