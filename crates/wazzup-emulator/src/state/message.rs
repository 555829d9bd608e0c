//! Messages, both directions.

use std::fmt;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::Stage;
use crate::clock::iso;

/// Which way a message goes, on Wazzup and on WhatsApp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Direction {
    /// From the customer.
    Inbound,
    /// To the customer.
    Outbound,
}

/// What will become of an accepted message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It goes all the way.
    Arrives,
    /// The messenger refuses it.
    Fails(String),
    /// Nothing is ever heard of it again.
    Vanishes,
}

/// A message of Wazzup that the emulator accepted or made, as `GET /_emulator/wazzup/messages` shows it.
/// Those of WhatsApp are [`whatsapp::StoredMessage`](crate::whatsapp::StoredMessage).
#[derive(Clone)]
#[non_exhaustive]
pub struct StoredMessage {
    /// Its id.
    pub message_id: String,
    /// The account.
    pub account: u64,
    /// The channel.
    pub channel_id: String,
    /// The transport of the channel.
    pub transport: String,
    /// The type of the chat.
    pub chat_type: String,
    /// The chat.
    pub chat_id: String,
    /// Which way it goes.
    pub direction: Direction,
    /// `text`, `image`, `wapi_template`, …
    pub kind: String,
    /// The text, of a template with its values in place.
    pub text: Option<String>,
    /// The address of the file.
    pub content_uri: Option<String>,
    /// `accepted`, then `sent`, `delivered`, `read` or `error`; `inbound` for the customer's.
    pub status: &'static str,
    /// Why it failed.
    pub error: Option<String>,
    /// When it was accepted, in milliseconds since the epoch on the virtual clock.
    pub at: i64,
    /// Each status with its moment.
    pub history: Vec<(&'static str, i64)>,
    /// The caller's key.
    pub crm_message_id: Option<String>,
    /// The author given by the caller.
    pub crm_user_id: Option<String>,
    /// The message it quotes.
    pub ref_message_id: Option<String>,
    /// The template it was made from.
    pub template_id: Option<String>,
    /// The buttons as they were sent.
    pub buttons: Option<Value>,
    /// Whether it was edited.
    pub edited: bool,
    /// Whether it was deleted.
    pub deleted: bool,
    pub(crate) author_name: Option<String>,
    pub(crate) contact: Option<Value>,
    /// Fields laid over the webhook item as they are.
    pub(crate) extra: Map<String, Value>,
    pub(crate) fate: Fate,
}

impl StoredMessage {
    pub(crate) fn set_status(&mut self, status: &'static str, at: i64) {
        self.status = status;
        self.history.push((status, at));
    }

    /// Whether it is at this stage, or was reported to be beyond it.
    pub(crate) fn has_been(&self, stage: Stage) -> bool {
        let words: &[&str] = match stage {
            Stage::Echo => &[],
            Stage::Sent => &["sent", "delivered", "read"],
            Stage::Delivered => &["delivered", "read"],
            Stage::Read => &["read"],
        };
        let mut had = self.history.iter();
        had.any(|(status, _)| words.contains(status))
    }

    /// `{messageId, text, type}` as `quotedMessage` carries it.
    pub(crate) fn quoted(&self) -> Value {
        json!({
            "messageId": self.message_id,
            "authorId": self.crm_user_id,
            "authorName": self.author_name,
            "text": self.text,
            "type": self.kind,
        })
    }
}

impl fmt::Debug for StoredMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredMessage")
            .field("message_id", &self.message_id)
            .field("transport", &self.transport)
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
        map.serialize_entry("messageId", &self.message_id)?;
        map.serialize_entry("accountId", &self.account)?;
        map.serialize_entry("channelId", &self.channel_id)?;
        map.serialize_entry("transport", &self.transport)?;
        map.serialize_entry("chatType", &self.chat_type)?;
        map.serialize_entry("chatId", &self.chat_id)?;
        map.serialize_entry("direction", &self.direction)?;
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("text", &self.text)?;
        map.serialize_entry("contentUri", &self.content_uri)?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry("error", &self.error)?;
        map.serialize_entry("dateTime", &iso(self.at))?;
        map.serialize_entry("history", &history)?;
        map.serialize_entry("crmMessageId", &self.crm_message_id)?;
        map.serialize_entry("crmUserId", &self.crm_user_id)?;
        map.serialize_entry("refMessageId", &self.ref_message_id)?;
        map.serialize_entry("templateId", &self.template_id)?;
        map.serialize_entry("buttonsObject", &self.buttons)?;
        map.serialize_entry("isEdited", &self.edited)?;
        map.serialize_entry("isDeleted", &self.deleted)?;
        map.serialize_entry("contact", &self.contact)?;
        map.end()
    }
}
