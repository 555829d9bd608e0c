use http::StatusCode;
use serde::Deserialize;
use wazzup_transport::{Reply, typed};
use wazzup_types::{
    ChatId, CrmMessageId, MessageId,
    message::{OutgoingMessage, SentMessage},
};

use super::UnknownSend;
use crate::Result;

/// The service has the message. Whether it is delivered comes by webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// The id the service gave the message: webhooks name it by this one.
    ///
    /// `None` if the service did not say: it answered "already sent" to a repeat, or its answer
    /// could not be read. The echo webhook brings it.
    pub message_id: Option<MessageId>,
    /// The chat it went to. Keep it if the chat was opened by phone or user name.
    pub chat_id: Option<ChatId>,
    /// The key the message was sent under, the caller's or a generated one.
    pub crm_message_id: Option<CrmMessageId>,
    /// Whether the answer to the try that worked was lost, and the service told a repeat that
    /// it has the message already.
    pub already_sent: bool,
}

impl Accepted {
    /// What a success says.
    ///
    /// 201 is the service's own yes, readable or not. Any other success may come from something in
    /// between, so it counts only with the id of the message; the error says what came instead.
    pub(super) fn read(reply: &Reply, message: &OutgoingMessage) -> Result<Self> {
        /// As [`SentMessage`], but for the id, which must be there.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Named {
            message_id: MessageId,
            #[serde(default)]
            chat_id: Option<ChatId>,
        }

        if reply.status() != StatusCode::CREATED {
            let Named {
                message_id,
                chat_id,
            } = reply.json()?;
            return Ok(Self {
                message_id: Some(message_id),
                chat_id,
                ..Self::unread(message)
            });
        }
        let sent = reply.json::<SentMessage>().ok();
        let (message_id, chat_id) =
            sent.map_or((None, None), |sent| (sent.message_id, sent.chat_id));
        Ok(Self {
            message_id,
            chat_id,
            ..Self::unread(message)
        })
    }

    /// A yes without a readable answer.
    pub(super) fn unread(message: &OutgoingMessage) -> Self {
        Self {
            message_id: None,
            chat_id: None,
            crm_message_id: message.get_crm_message_id().cloned(),
            already_sent: false,
        }
    }

    /// The service has the message since an earlier try.
    pub(super) fn by_an_earlier_try(message: &OutgoingMessage) -> Self {
        Self {
            already_sent: true,
            ..Self::unread(message)
        }
    }
}

/// The message was not accepted, as far as is known.
///
/// Mind the code `REPEATED_CRM_MESSAGE_ID` of one that is [rejected](SendError::Rejected): this very
/// message was refused, but an earlier one of the same `crmMessageId` was taken less than 60 s ago. If
/// that was the same message, it is sent; if it was another, give this one an id of its own. (When the
/// *client* repeats a try whose answer was lost, the same code counts as [`Accepted`].)
pub type SendError = typed::SendError<UnknownSend>;
