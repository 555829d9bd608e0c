//! Counters of unanswered chats.

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::lenient::{integer, none};
use crate::{Secret, Timestamp};

open_enum! {
    /// Whose chats are waiting.
    pub enum CounterType {
        /// Chats the user answers for.
        Red = "red",
        /// Chats the user only watches.
        Grey = "grey",
    }
}

/// The answer of `GET /v3/unanswered/{userId}`: customers of the last 7 days who wait.
///
/// See <https://wazzup24.com/help/api-en/unanswered-counter/>.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnansweredCounter {
    /// How many. A user with no role reads 0.
    #[serde(
        default,
        rename = "counterV2",
        deserialize_with = "integer",
        skip_serializing_if = "none"
    )]
    pub counter_v2: Option<i64>,
    /// Whose they are.
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub counter_type: Option<CounterType>,
    /// When the last of them wrote.
    #[serde(default, skip_serializing_if = "none")]
    pub last_msg_date_time: Option<Timestamp>,
}

impl UnansweredCounter {
    /// How many customers wait; 0 if nothing is said.
    #[must_use]
    pub fn count(&self) -> i64 {
        self.counter_v2.unwrap_or_default()
    }
}

/// The answer of `GET …/counters/ws_host/api_v3/{apiKey}`: where counters are told live, over
/// socket.io 4 at the path `/ws-counters/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CounterHost {
    /// The host.
    pub host: String,
}

/// What is emitted as `counterConnecting` to that host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CounterConnecting {
    /// Always `api_v3`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The API key.
    pub api_key: Secret,
    /// Whose counter is wanted.
    pub user_id: UserId,
}

impl CounterConnecting {
    /// Asks for the counter of that user.
    #[must_use]
    pub fn new(api_key: Secret, user_id: UserId) -> Self {
        Self {
            kind: "api_v3".to_owned(),
            api_key,
            user_id,
        }
    }
}

/// What is heard as `counterUpdate` from that host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CounterUpdate {
    /// The older count.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub counter: Option<i64>,
    /// How many wait.
    #[serde(
        default,
        rename = "counterV2",
        deserialize_with = "integer",
        skip_serializing_if = "none"
    )]
    pub counter_v2: Option<i64>,
    /// Whose they are.
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub counter_type: Option<CounterType>,
}
