//! What can be otherwise about WhatsApp.

use serde::{Deserialize, Serialize};

/// All switches of the WhatsApp side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WhatsApp {
    /// When a message that was sent is sent, delivered, read and played.
    pub lifecycle: WhatsAppLifecycle,
    /// How webhooks are delivered.
    pub delivery: WhatsAppDelivery,
    /// How many calls and messages are taken.
    pub limits: WhatsAppLimits,
    /// Shapes that differ by version or are described in more than one way.
    pub dialect: WhatsAppDialect,
}

/// When an outgoing message goes through its stages, in virtual milliseconds after the stage before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WhatsAppLifecycle {
    /// Status `sent`, or `failed`. `null`: the message stays accepted and nothing more happens.
    pub sent_ms: Option<u64>,
    /// Status `delivered`. `null`: it is left out, as it may be when the user reads at once.
    pub delivered_ms: Option<u64>,
    /// Status `read`. `null`: never, as with read receipts off.
    pub read_ms: Option<u64>,
    /// Status `played` of a voice message. `null`: only on request.
    pub played_ms: Option<u64>,
}

impl Default for WhatsAppLifecycle {
    fn default() -> Self {
        Self {
            sent_ms: Some(10),
            delivered_ms: Some(20),
            read_ms: Some(40),
            played_ms: None,
        }
    }
}

/// How the updates that wait for one address are put into a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum BatchForm {
    /// An entry for each.
    Entries,
    /// One entry for all of an account, with a change for each.
    #[default]
    Changes,
    /// One entry, and neighbours of one kind and number in one change with several messages or
    /// statuses.
    Messages,
}

/// How webhooks are delivered. Addresses of other machines are called if
/// [`Delivery::allow_remote`](super::Delivery::allow_remote) is set; width and queue are the ones
/// there, too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WhatsAppDelivery {
    /// How long an answer is awaited, in virtual milliseconds; never more than 60 real seconds.
    pub timeout_ms: u64,
    /// How long the answer of a flow's endpoint is awaited, in virtual milliseconds; never more than
    /// 60 real seconds. Meta names no time: others say 10 or 15 seconds.
    pub flow_timeout_ms: u64,
    /// Pauses before the second, third, … attempt in virtual milliseconds, from the end of the one
    /// before; the last one repeats. Only the first is documented: none.
    pub backoff_ms: Vec<u64>,
    /// How long after the first attempt the last one may be made, in virtual milliseconds: seven
    /// days by default. 0: there is no second attempt.
    pub give_up_ms: u64,
    /// How many more times each delivery is made although it was answered.
    pub duplicates: u32,
    /// Gather the updates of this many virtual milliseconds into one delivery per address. `null`: each alone.
    pub combine_ms: Option<u64>,
    /// Most updates in one delivery.
    pub batch_max: usize,
    /// What a body of several looks like.
    pub batch_form: BatchForm,
    /// Deliver the updates of one conversation one after another. Off: as they come, in any order.
    pub ordered: bool,
    /// Hold each delivery back for a while of up to this many virtual milliseconds, by the seed, so
    /// that later updates overtake earlier ones. `null`: none.
    pub scatter_ms: Option<u64>,
    /// Put the updates of one delivery into the opposite order.
    pub reverse: bool,
    /// Ask a callback address to prove itself before it is saved.
    pub challenge: bool,
}

impl Default for WhatsAppDelivery {
    fn default() -> Self {
        const SECOND: u64 = 1_000;
        const MINUTE: u64 = 60 * SECOND;
        const HOUR: u64 = 60 * MINUTE;
        Self {
            timeout_ms: 20 * SECOND,
            flow_timeout_ms: 10 * SECOND,
            backoff_ms: vec![
                0,
                10 * SECOND,
                MINUTE,
                5 * MINUTE,
                30 * MINUTE,
                2 * HOUR,
                6 * HOUR,
                12 * HOUR,
            ],
            give_up_ms: 7 * 24 * HOUR,
            duplicates: 0,
            combine_ms: None,
            batch_max: 1_000,
            batch_form: BatchForm::Changes,
            ordered: true,
            scatter_ms: None,
            reverse: false,
            challenge: true,
        }
    }
}

/// How many calls and messages are taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WhatsAppLimits {
    /// Messages per number, both directions, within any second: 130429 beyond. `null`: no limit.
    pub messages_per_second: Option<u32>,
    /// Messages to one user at once: 131056 beyond.
    pub pair_burst: u32,
    /// How long it takes until one more message to that user is allowed, in virtual milliseconds.
    /// `null`: no limit.
    pub pair_interval_ms: Option<u64>,
    /// Calls to accounts and numbers, sending not counted, per hour: 80007 beyond. `null`: no limit.
    pub management_per_hour: Option<u32>,
    /// The HTTP status of throttling: 400, or 429 as older pages have it.
    pub throttled_status: u16,
    /// How long free-form messages are allowed after the user's last one, in virtual milliseconds.
    pub window_ms: u64,
    /// How long an uploaded medium lives, in virtual milliseconds.
    pub uploaded_media_ms: u64,
    /// How long a medium that a user sent lives, in virtual milliseconds.
    pub received_media_ms: u64,
    /// How long the address of a medium works, in virtual milliseconds.
    pub media_url_ms: u64,
}

impl Default for WhatsAppLimits {
    fn default() -> Self {
        const MINUTE: u64 = 60_000;
        const DAY: u64 = 24 * 60 * MINUTE;
        Self {
            messages_per_second: Some(80),
            pair_burst: 45,
            pair_interval_ms: Some(6_000),
            management_per_hour: Some(5_000),
            throttled_status: 400,
            window_ms: DAY,
            uploaded_media_ms: 30 * DAY,
            received_media_ms: 7 * DAY,
            media_url_ms: 5 * MINUTE,
        }
    }
}

/// Shapes that differ by version or are described in more than one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WhatsAppDialect {
    /// Keys of a message that are not documented are refused with 100. Off: they are ignored.
    pub strict_keys: bool,
    /// Users have business-scoped ids in webhooks. Off: as before 2026.
    pub user_ids: bool,
    /// Statuses come with the `contacts` of the user.
    pub status_contacts: bool,
    /// Statuses carry `conversation`, as before version 24.
    pub conversations: bool,
    /// Files of users come with an address in webhooks, as since version 24.
    pub media_urls: bool,
    /// Overrides of accounts and numbers get every field, not only what concerns a number.
    pub overrides_for_all: bool,
    /// MARKETING templates go through `marketing_messages` alone: 131063 elsewhere.
    pub marketing_api_only: bool,
}

impl Default for WhatsAppDialect {
    fn default() -> Self {
        Self {
            strict_keys: true,
            user_ids: true,
            status_contacts: true,
            conversations: false,
            media_urls: true,
            overrides_for_all: false,
            marketing_api_only: false,
        }
    }
}
