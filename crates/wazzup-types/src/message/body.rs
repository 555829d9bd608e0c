//! Sends and edits as a server reads them: every field as it came, nothing checked.

use serde::{Deserialize, Serialize};

use super::{ButtonsObject, OutgoingMessage};
use crate::chat::ChatType;
use crate::id::{ChannelId, ChatId, CrmMessageId, MessageId, TemplateId, UserId};
use crate::lenient::{flag, list, none, text};

/// The body of `POST /v3/message` as it is read by a test double of the service.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendMessageBody {
    /// The sending channel.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// The messenger.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
    /// The chat.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// Telegram user name in its place.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub username: Option<String>,
    /// Phone in its place.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// Text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// Address of a file.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub content_uri: Option<String>,
    /// Template.
    #[serde(default, skip_serializing_if = "none")]
    pub template_id: Option<TemplateId>,
    /// Variables of the template.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub template_values: Vec<String>,
    /// Buttons.
    #[serde(default, skip_serializing_if = "none")]
    pub buttons_object: Option<ButtonsObject>,
    /// The message that is quoted.
    #[serde(default, skip_serializing_if = "none")]
    pub ref_message_id: Option<MessageId>,
    /// The user to show as the author.
    #[serde(default, skip_serializing_if = "none")]
    pub crm_user_id: Option<UserId>,
    /// The caller's name for the message.
    #[serde(default, skip_serializing_if = "none")]
    pub crm_message_id: Option<CrmMessageId>,
    /// Whether the unanswered counter is reset.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub clear_unanswered: Option<bool>,
}

masked_debug! {
    SendMessageBody {
        channel_id, chat_type, chat_id, template_id, buttons_object, ref_message_id, crm_user_id,
        crm_message_id, clear_unanswered;
        hidden: username, phone, text, content_uri, template_values
    }
}

impl From<&OutgoingMessage> for SendMessageBody {
    fn from(message: &OutgoingMessage) -> Self {
        // Over text, since the buttons are kept as they are written, order included.
        serde_json::to_string(message)
            .and_then(|written| serde_json::from_str(&written))
            // What this crate writes it reads; `tests/it/bodies.rs` holds it to that.
            .unwrap_or_default()
    }
}

/// The body of `PATCH /v3/message/{messageId}` as it is read by a test double of the service.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditMessageBody {
    /// New text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// Address of a new file.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub content_uri: Option<String>,
    /// The user to show as the author.
    #[serde(default, skip_serializing_if = "none")]
    pub crm_user_id: Option<UserId>,
}

masked_debug! { EditMessageBody { crm_user_id; hidden: text, content_uri } }
