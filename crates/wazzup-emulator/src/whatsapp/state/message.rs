//! Messages, both directions.

use std::fmt;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::clock::iso;
use crate::state::Direction;

/// Who is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// The user with this number.
    User(String),
    /// A business-scoped id that is nobody's.
    Nobody(String),
    /// A group.
    Group(String),
}

/// What will become of an accepted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It goes all the way.
    Arrives,
    /// It is sent, and nobody takes it.
    Waits,
    /// It fails, with this code and explanation.
    Fails(i64, String),
}

/// A message that the emulator accepted or made, as `GET /_emulator/whatsapp/messages` shows it.
#[derive(Clone)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Its id, `wamid.…`.
    pub id: String,
    /// Which way it goes.
    pub direction: Direction,
    /// The id of the business number.
    pub phone_number_id: String,
    /// The number of the user; in a group of whoever wrote.
    pub wa_id: Option<String>,
    /// The business-scoped id of the user.
    pub user_id: Option<String>,
    /// The group.
    pub group_id: Option<String>,
    /// `text`, `image`, `template`, `interactive`, …
    pub kind: String,
    /// Outgoing: `accepted`, then `sent`, `delivered`, `read`, `played` or `failed`. Of the user:
    /// `received`, then `read` once it was marked so.
    pub status: &'static str,
    /// The code with which it failed.
    pub error: Option<i64>,
    /// When it was accepted, in milliseconds since the epoch on the virtual clock.
    pub at: i64,
    /// Each status with its moment.
    pub history: Vec<(&'static str, i64)>,
    /// The JSON that was sent; of a user's message the element of `messages` in the webhook.
    pub body: Value,
    /// `biz_opaque_callback_data` of the send.
    pub tracker: Option<String>,
    /// The category of the template that was sent, or `service`.
    pub category: &'static str,
    /// Whether it is charged.
    pub billable: bool,
    /// When the typing indicator was last switched on in answer to it.
    pub typing_at: Option<i64>,
    pub(crate) error_details: Option<String>,
    pub(crate) to: To,
    pub(crate) fate: Fate,
}

impl StoredMessage {
    pub(crate) fn set_status(&mut self, status: &'static str, at: i64) {
        self.status = status;
        self.history.push((status, at));
    }

    /// Whether it had this status at some time.
    pub(crate) fn was(&self, status: &str) -> bool {
        self.history.iter().any(|(had, _)| *had == status)
    }

    /// Whether it is a voice message.
    pub(crate) fn is_voice(&self) -> bool {
        self.kind == "audio" && self.body["audio"]["voice"] == true
    }

    /// Updates of one conversation go one after another.
    pub(crate) fn lane(&self) -> String {
        let with = self.group_id.as_ref().or(self.wa_id.as_ref());
        let with = with.or(self.user_id.as_ref());
        let with = with.map(String::as_str).unwrap_or_default();
        format!("whatsapp {} {with}", self.phone_number_id)
    }
}

impl fmt::Debug for StoredMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredMessage")
            .field("id", &self.id)
            .field("direction", &self.direction)
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Serialize for StoredMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let history: Vec<Value> = self
            .history
            .iter()
            .map(|(status, at)| json!({ "status": status, "at": iso(*at) }))
            .collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("direction", &self.direction)?;
        map.serialize_entry("phoneNumberId", &self.phone_number_id)?;
        map.serialize_entry("waId", &self.wa_id)?;
        map.serialize_entry("userId", &self.user_id)?;
        map.serialize_entry("groupId", &self.group_id)?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry("error", &self.error)?;
        map.serialize_entry("dateTime", &iso(self.at))?;
        map.serialize_entry("history", &history)?;
        map.serialize_entry("tracker", &self.tracker)?;
        map.serialize_entry("category", self.category)?;
        map.serialize_entry("billable", &self.billable)?;
        map.serialize_entry("typingAt", &self.typing_at.map(iso))?;
        map.serialize_entry("body", &self.body)?;
        map.end()
    }
}
