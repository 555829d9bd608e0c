//! Everything about the service that a test may want otherwise.
//!
//! The same structure is set by [`Builder::knobs`](crate::Builder::knobs), changed later by
//! [`Emulator::knobs`](crate::Emulator::knobs) and read and patched over HTTP at `/_emulator/knobs`.

mod dialect;
mod rules;
mod whatsapp;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use dialect::{
    BlockedChannels, DealFields, DealsCount, Dialect, EditWebhook, EmptyOrJson, ErrorKey,
    ForbiddenCode, FreshWebhooks, IframeError, PipelinesUpload, RepeatedCode, SettingsPatch,
    SubscriptionsForm, TextLimits, TooManyCode, UserLimits, UsersList, WebhooksAnswer,
};
pub use rules::{ChatRules, Delivery, Lifecycle, Questions, RateLimit};
pub use whatsapp::{
    BatchForm, WhatsApp, WhatsAppDelivery, WhatsAppDialect, WhatsAppLifecycle, WhatsAppLimits,
};

/// All switches of the emulator, with the defaults of a well-behaved service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Knobs {
    /// Which of the shapes that sources disagree about is spoken.
    pub dialect: Dialect,
    /// When an outgoing message is echoed, sent, delivered and read.
    pub lifecycle: Lifecycle,
    /// How webhooks are delivered.
    pub delivery: Delivery,
    /// How requests are counted.
    pub rate_limit: RateLimit,
    /// Windows and rules of the messengers.
    pub chats: ChatRules,
    /// When the service asks for a contact or a deal by itself.
    pub questions: Questions,
    /// All of the same for WhatsApp.
    pub whatsapp: WhatsApp,
}

impl Knobs {
    /// These knobs with `patch` laid over them, key by key.
    pub(crate) fn patched(&self, patch: &Value) -> Result<Self, serde_json::Error> {
        let mut whole = serde_json::to_value(self)?;
        overlay(&mut whole, patch);
        serde_json::from_value(whole)
    }
}

fn overlay(whole: &mut Value, patch: &Value) {
    match (whole, patch) {
        (Value::Object(whole), Value::Object(patch)) => {
            for (key, value) in patch {
                overlay(whole.entry(key.as_str()).or_insert(Value::Null), value);
            }
        }
        (whole, patch) => *whole = patch.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_changes_what_it_names_and_nothing_else() {
        let knobs = Knobs::default();
        let patched = knobs
            .patched(&json!({"delivery": {"duplicates": 2}, "dialect": {"usersList": "paged"}}))
            .unwrap();
        assert_eq!(patched.delivery.duplicates, 2);
        assert_eq!(patched.dialect.users_list, UsersList::Paged);
        assert_eq!(patched.lifecycle, knobs.lifecycle);
    }

    #[test]
    fn a_knob_that_does_not_exist_is_an_error() {
        assert!(
            Knobs::default()
                .patched(&json!({"delivery": {"dupes": 2}}))
                .is_err()
        );
        assert!(
            Knobs::default()
                .patched(&json!({"dialect": {"usersList": "odd"}}))
                .is_err()
        );
    }
}
