//! Messages: what is sent, what comes back, and the words for kinds and fates of messages.

mod body;
mod buttons;
mod edit;
mod outgoing;
mod recipient;

use serde::{Deserialize, Serialize};

pub use self::body::{EditMessageBody, SendMessageBody};
pub use self::buttons::{Button, ButtonType, Buttons, ButtonsObject, Intent, ReplyMarkup};
pub use self::edit::MessageEdit;
pub use self::outgoing::{Content, OutgoingMessage};
pub use self::recipient::Recipient;
use crate::id::{ChatId, MessageId};
use crate::lenient::none;

/// How long the service remembers a `crmMessageId`, in seconds. After that the same id sends
/// again.
pub const CRM_MESSAGE_ID_SECONDS: u64 = 60;

/// Largest file the service fetches for a message sent through the API, in bytes.
pub const CONTENT_MAX_BYTES: u64 = 10 * 1024 * 1024;

open_enum! {
    /// What a message of a webhook is made of.
    ///
    /// A WhatsApp sticker comes as [`Image`](Self::Image), a poll as [`Text`](Self::Text).
    ///
    /// See <https://wazzup24.com/help/api-en/webhooks/>.
    pub enum MessageType {
        /// Text.
        Text = "text",
        /// A picture.
        Image = "image",
        /// Sound.
        Audio = "audio",
        /// A film.
        Video = "video",
        /// A file.
        Document = "document",
        /// A visiting card.
        Vcard = "vcard",
        /// A place.
        Geo = "geo",
        /// A WhatsApp Business template.
        WapiTemplate = "wapi_template",
        /// Something the service cannot show.
        Unsupported = "unsupported",
        /// A call that was not answered.
        MissingCall = "missing_call",
        /// Not known to the service.
        Unknown = "unknown",
        /// A notice of the messenger.
        System = "system",
    }
}

open_enum! {
    /// How far a message got.
    pub enum MessageStatus {
        /// It left.
        Sent = "sent",
        /// It arrived. Telegram never says so.
        Delivered = "delivered",
        /// It was read.
        Read = "read",
        /// It was not delivered; the error says why.
        Error = "error",
        /// It came from the other side. Only in messages.
        Inbound = "inbound",
        /// It was edited in the messenger itself. Only in statuses.
        Edited = "edited",
    }
}

/// The answer to `POST /v3/message`: the message was taken. That it is delivered, or not, comes
/// by webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentMessage {
    /// The id by which webhooks will speak of it.
    #[serde(default, skip_serializing_if = "none")]
    pub message_id: Option<MessageId>,
    /// The chat it went to. Worth keeping when the chat was opened by phone or user name: this
    /// is where its id is learnt.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
}

impl SentMessage {
    /// An answer with both ids.
    #[must_use]
    pub fn new(message_id: MessageId, chat_id: ChatId) -> Self {
        Self {
            message_id: Some(message_id),
            chat_id: Some(chat_id),
        }
    }
}
