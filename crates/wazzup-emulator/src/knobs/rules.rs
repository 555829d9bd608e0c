//! Timing, delivery, counting and the rules of the messengers.

use serde::{Deserialize, Serialize};

/// When an outgoing message goes through its stages, in virtual milliseconds after the stage before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Lifecycle {
    /// The echo in `messages`, after the send was accepted. `null`: no echo for messages sent by API.
    pub echo_ms: Option<u64>,
    /// Status `sent`. `null`: the message stays accepted and nothing more happens.
    pub sent_ms: Option<u64>,
    /// Status `delivered`; Telegram never reports it. `null`: never.
    pub delivered_ms: Option<u64>,
    /// Status `read`. `null`: never.
    pub read_ms: Option<u64>,
    /// How long a channel stays `init` after it was added or restarted.
    pub channel_init_ms: u64,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self {
            echo_ms: Some(5),
            sent_ms: Some(10),
            delivered_ms: Some(20),
            read_ms: Some(40),
            channel_init_ms: 1_000,
        }
    }
}

/// How webhooks are delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Delivery {
    /// How long an answer is awaited, in virtual milliseconds; never more than 60 real seconds.
    pub timeout_ms: u64,
    /// Attempts per delivery until one is answered 200. What the service really does is not known.
    pub max_attempts: u32,
    /// Pauses before the second, third, … attempt in virtual milliseconds, from the end of the one
    /// before; the last one repeats. A jump of the clock makes all attempts that are due within it.
    pub backoff_ms: Vec<u64>,
    /// How many more times each delivery is made although it was answered.
    pub duplicates: u32,
    /// Gather messages and statuses of this many virtual milliseconds into one delivery. `null`: each alone.
    pub combine_ms: Option<u64>,
    /// Deliver the events of one chat one after another. Off: as they come, in any order.
    pub ordered: bool,
    /// Hold each delivery back for a while of up to this many virtual milliseconds, by the seed, so
    /// that later events overtake earlier ones. `null`: none.
    pub scatter_ms: Option<u64>,
    /// Most deliveries under way at once, 1 at least. When it is lowered, those under way go on.
    pub concurrency: usize,
    /// Most deliveries that may wait; the newest is dropped (and counted) when there are more.
    pub queue_limit: usize,
    /// Deliver to hosts other than this machine.
    pub allow_remote: bool,
    /// Test the address before it is saved, as the service does.
    pub probe: bool,
    /// Whether that test carries the bearer. What the service really does is not known.
    pub probe_bearer: bool,
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            timeout_ms: 30_000,
            max_attempts: 1,
            backoff_ms: vec![1_000, 5_000, 30_000],
            duplicates: 0,
            combine_ms: None,
            ordered: true,
            scatter_ms: None,
            concurrency: 64,
            queue_limit: 100_000,
            allow_remote: false,
            probe: true,
            probe_bearer: true,
        }
    }
}

/// How public requests are counted, per key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct RateLimit {
    /// Requests per window. `null`: no limit.
    pub requests: Option<u32>,
    /// Length of a window in virtual milliseconds.
    pub window_ms: u64,
    /// How far the windows are shifted against the epoch. `null`: by the seed.
    pub phase_ms: Option<u64>,
    /// Whether a 429 carries `Retry-After` with the whole seconds left of the window.
    pub retry_after: bool,
    /// Most users of an account.
    pub users: usize,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            requests: Some(500),
            window_ms: 5_000,
            phase_ms: None,
            retry_after: false,
            users: 1_000,
        }
    }
}

/// Windows and rules of the messengers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ChatRules {
    /// How long WABA takes free text after the customer's last message.
    pub waba_window_ms: u64,
    /// How long Instagram takes messages after the customer's last one.
    pub instagram_window_ms: u64,
    /// How long a message can be edited. The real time is not published.
    pub edit_window_ms: u64,
    /// How long a message can be deleted. The real time is not published.
    pub delete_window_ms: u64,
    /// How long a `crmMessageId` is remembered.
    pub crm_message_id_ms: u64,
    /// The tariff that cannot write first: `MESSAGES_NOT_TEXT_FIRST`.
    pub inbox_tariff: bool,
    /// Chats of Telegram, MAX, VK and Avito must be known from a message or a send before: otherwise
    /// 201 and a `BAD_CONTACT` status.
    pub known_chats_only: bool,
    /// Ten-digit WhatsApp numbers are accepted and silently lost: no echo, no status.
    pub lose_short_numbers: bool,
}

impl Default for ChatRules {
    fn default() -> Self {
        const HOUR: u64 = 3_600_000;
        Self {
            waba_window_ms: 24 * HOUR,
            instagram_window_ms: 7 * 24 * HOUR,
            edit_window_ms: 24 * HOUR,
            delete_window_ms: 48 * HOUR,
            crm_message_id_ms: 60_000,
            inbox_tariff: false,
            known_chats_only: false,
            lose_short_numbers: false,
        }
    }
}

/// When the service asks for a contact or a deal by itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Questions {
    /// An incoming message of a chat without contact asks `createContact`, then `createDeal`.
    pub on_incoming: bool,
    /// Who is named as `responsibleUserId`; otherwise the first user of the account.
    pub responsible_user_id: Option<String>,
}
