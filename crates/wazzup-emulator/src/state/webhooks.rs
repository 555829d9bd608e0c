//! Where the account wants its webhooks, and which.

use serde_json::{Value, json};

use crate::knobs::{Dialect, FreshWebhooks, SubscriptionsForm};

/// A kind of event that is switched on and off as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Switch {
    MessagesAndStatuses,
    ContactsAndDeals,
    Channels,
    Templates,
}

/// Settings of `/v3/webhooks`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Webhooks {
    /// The address, once saved.
    pub(crate) uri: Option<String>,
    pub(crate) messages_and_statuses: bool,
    pub(crate) contacts_and_deals: bool,
    pub(crate) channels: bool,
    pub(crate) templates: bool,
}

impl Webhooks {
    /// The address for events of this kind, if they are wanted.
    pub(crate) fn address(&self, switch: Switch) -> Option<&str> {
        let on = match switch {
            Switch::MessagesAndStatuses => self.messages_and_statuses,
            Switch::ContactsAndDeals => self.contacts_and_deals,
            Switch::Channels => self.channels,
            Switch::Templates => self.templates,
        };
        self.uri.as_deref().filter(|_| on)
    }

    /// What `GET /v3/webhooks` answers.
    pub(crate) fn shown(&self, dialect: &Dialect) -> Value {
        let uri = match (&self.uri, dialect.fresh_webhooks) {
            (Some(uri), _) => Value::from(uri.as_str()),
            (None, FreshWebhooks::Null) => Value::Null,
            (None, FreshWebhooks::Blank) => Value::from(""),
            (None, FreshWebhooks::EmptyObject) => return json!({}),
        };
        let (flag, template): (fn(bool) -> Value, _) = match dialect.subscriptions {
            SubscriptionsForm::Live => (Value::Bool, "wabaTemplatesStatus"),
            SubscriptionsForm::Docs => (|on| on.to_string().into(), "templateStatus"),
        };
        json!({
            "webhooksUri": uri,
            "subscriptions": {
                "messagesAndStatuses": flag(self.messages_and_statuses),
                "contactsAndDealsCreation": flag(self.contacts_and_deals),
                "channelsUpdates": flag(self.channels),
                template: flag(self.templates),
            },
        })
    }
}
