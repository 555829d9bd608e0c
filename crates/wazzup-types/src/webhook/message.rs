//! Items of `messages` and `statuses`.

use serde::{Deserialize, Serialize};

use super::DeliveryError;
use crate::chat::ChatType;
use crate::id::{ChannelId, ChatId, MessageId, UserId};
use crate::lenient::{flag, integer, none, off, plain_flag, text};
use crate::message::{MessageStatus, MessageType};
use crate::{RawJson, Timestamp};

/// A message that came in, went out, was edited or was deleted.
///
/// Only the id is always there: edited and deleted messages come with little else.
///
/// See <https://wazzup24.com/help/api-en/webhooks/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Message {
    /// The message's id, as the answer to the send gave it.
    pub message_id: MessageId,
    /// The channel it went over.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// The messenger.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
    /// The chat.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// The Avito profile, which is not the chat.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub avito_profile_id: Option<String>,
    /// When it was written.
    #[serde(default, skip_serializing_if = "none")]
    pub date_time: Option<Timestamp>,
    /// What it is made of: the wire's `type`.
    #[doc(alias = "type")]
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub message_type: Option<MessageType>,
    /// `true` for an outgoing message, those sent through the API included; see
    /// [`is_inbound`](Self::is_inbound) for what to make of its absence.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub is_echo: Option<bool>,
    /// Who the chat is with.
    #[serde(default, skip_serializing_if = "none")]
    pub contact: Option<MessageContact>,
    /// The text. May be absent if there is a file.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// Address of the file, as it came.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub content_uri: Option<String>,
    /// How far it got; [`Inbound`](MessageStatus::Inbound) if it came in.
    #[serde(default, skip_serializing_if = "none")]
    pub status: Option<MessageStatus>,
    /// Why it was not delivered, with the status [`Error`](MessageStatus::Error).
    #[serde(default, skip_serializing_if = "none")]
    pub error: Option<Box<DeliveryError>>,
    /// Who wrote it. Only in outgoing messages.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub author_name: Option<String>,
    /// The CRM's user who wrote it.
    #[serde(default, skip_serializing_if = "none")]
    pub author_id: Option<UserId>,
    /// The Instagram post, if it is a comment on one.
    #[serde(default, skip_serializing_if = "none")]
    pub inst_post: Option<Box<InstPost>>,
    /// Buttons of an amoCRM bot. Their shape is not documented.
    #[serde(default, skip_serializing_if = "none")]
    pub interactive: Option<RawJson>,
    /// The message it quotes.
    #[serde(default, skip_serializing_if = "none")]
    pub quoted_message: Option<Box<QuotedMessage>>,
    /// Whether it was written in the service's own chats.
    #[serde(default, deserialize_with = "plain_flag", skip_serializing_if = "off")]
    pub sent_from_app: bool,
    /// Whether this tells of an edit.
    #[serde(default, deserialize_with = "plain_flag", skip_serializing_if = "off")]
    pub is_edited: bool,
    /// Whether this tells of a deletion.
    #[serde(default, deserialize_with = "plain_flag", skip_serializing_if = "off")]
    pub is_deleted: bool,
    /// What it was before the edit or deletion.
    #[serde(default, skip_serializing_if = "none")]
    pub old_info: Option<Box<OldInfo>>,
    /// The Avito ad the chat began at. Its shape is not documented.
    #[serde(default, skip_serializing_if = "none")]
    pub advert: Option<RawJson>,
}

masked_debug! {
    Message {
        message_id, channel_id, chat_type, chat_id, date_time, message_type, is_echo, contact,
        status, error, author_id, inst_post, interactive, quoted_message, sent_from_app, is_edited,
        is_deleted, old_info, advert;
        hidden: avito_profile_id, text, content_uri, author_name
    }
}

impl Message {
    /// A message of which only the id is known. For tests and for servers that play the service;
    /// set the other fields as needed.
    #[must_use]
    pub fn new(message_id: MessageId) -> Self {
        Self {
            message_id,
            channel_id: None,
            chat_type: None,
            chat_id: None,
            avito_profile_id: None,
            date_time: None,
            message_type: None,
            is_echo: None,
            contact: None,
            text: None,
            content_uri: None,
            status: None,
            error: None,
            author_name: None,
            author_id: None,
            inst_post: None,
            interactive: None,
            quoted_message: None,
            sent_from_app: false,
            is_edited: false,
            is_deleted: false,
            old_info: None,
            advert: None,
        }
    }

    /// Whether it is sure to have come from the other side: by `isEcho`, and by the status
    /// where that is missing. Neither in- nor outbound is sure for an edit without both.
    #[must_use]
    pub fn is_inbound(&self) -> bool {
        match self.is_echo {
            Some(is_echo) => !is_echo,
            None => self.status == Some(MessageStatus::Inbound),
        }
    }

    /// Whether it is sure to have gone to the other side, as an echo of what the API, the
    /// service's own chats or the phone sent.
    #[must_use]
    pub fn is_outbound(&self) -> bool {
        match self.is_echo {
            Some(is_echo) => is_echo,
            None => self
                .status
                .as_ref()
                .is_some_and(|status| status.is_listed() && *status != MessageStatus::Inbound),
        }
    }
}

/// Who the chat of a message is with.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageContact {
    /// The name in the messenger.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Address of the picture.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub avatar_uri: Option<String>,
    /// The Telegram user name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub username: Option<String>,
    /// The phone: documented for Telegram and MAX, seen for WhatsApp.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
}

masked_debug! { MessageContact { ; hidden: name, avatar_uri, username, phone } }

/// The Instagram post that a comment is on.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InstPost {
    /// Its id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub id: Option<String>,
    /// Its address.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub src: Option<String>,
    /// SHA-1 of the content.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub sha1: Option<String>,
    /// How many liked it.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub likes: Option<i64>,
    /// The account that posted it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub author: Option<String>,
    /// How many comments it has.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub comments: Option<i64>,
    /// When it was posted.
    #[serde(default, skip_serializing_if = "none")]
    pub timestamp: Option<Timestamp>,
    /// When it was changed.
    #[serde(default, skip_serializing_if = "none")]
    pub updated_at: Option<Timestamp>,
    /// The name of who posted it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub author_name: Option<String>,
    /// The id of who posted it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub author_id: Option<String>,
    /// Its text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub description: Option<String>,
    /// SHA-1 of the preview.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub preview_sha1: Option<String>,
    /// Address of the picture.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub image_src: Option<String>,
    /// Address of the preview.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub preview_src: Option<String>,
}

masked_debug! {
    InstPost {
        id, sha1, likes, comments, timestamp, updated_at, preview_sha1;
        hidden: src, author, author_name, author_id, description, image_src, preview_src
    }
}

/// The message that another one quotes. Not documented inside; these fields were seen.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct QuotedMessage {
    /// Its id, by one of its two names.
    #[serde(default, skip_serializing_if = "none")]
    pub message_id: Option<MessageId>,
    /// Its id, by the other.
    #[serde(default, skip_serializing_if = "none")]
    pub id: Option<MessageId>,
    /// Its text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// What it is made of: the wire's `type`.
    #[doc(alias = "type")]
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub message_type: Option<MessageType>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub author_name: Option<String>,
    /// The CRM's user who wrote it.
    #[serde(default, skip_serializing_if = "none")]
    pub author_id: Option<UserId>,
}

masked_debug! { QuotedMessage { message_id, id, message_type, author_id; hidden: text, author_name } }

impl QuotedMessage {
    /// Its id, by whichever name it came.
    #[must_use]
    pub fn any_id(&self) -> Option<&MessageId> {
        self.message_id.as_ref().or(self.id.as_ref())
    }
}

/// What a message was before it was edited or deleted.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OldInfo {
    /// Its text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub old_text: Option<String>,
    /// The CRM's user who had written it.
    #[serde(default, skip_serializing_if = "none")]
    pub old_author_id: Option<UserId>,
    /// Who had written it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub old_author_name: Option<String>,
}

masked_debug! { OldInfo { old_author_id; hidden: old_text, old_author_name } }

/// What became of a message that was sent.
///
/// Statuses may come out of order, more than once, and before the answer to the send was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatusUpdate {
    /// The message.
    pub message_id: MessageId,
    /// When it happened.
    #[serde(default, skip_serializing_if = "none")]
    pub timestamp: Option<Timestamp>,
    /// What happened.
    #[serde(default, skip_serializing_if = "none")]
    pub status: Option<MessageStatus>,
    /// Why it was not delivered.
    #[serde(default, skip_serializing_if = "none")]
    pub error: Option<Box<DeliveryError>>,
    /// The chat. Seldom there.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// The messenger. Seldom there.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
}

impl StatusUpdate {
    /// A status. For tests and for servers that play the service.
    #[must_use]
    pub fn new(message_id: MessageId, status: MessageStatus) -> Self {
        Self {
            message_id,
            timestamp: None,
            status: Some(status),
            error: None,
            chat_id: None,
            chat_type: None,
        }
    }
}
