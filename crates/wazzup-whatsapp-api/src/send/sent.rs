use std::fmt;

use wazzup_transport::Reply;
use wazzup_whatsapp_types::{
    Bsuid, GroupId, MediaId, MessageId, OutgoingMessage, ParentBsuid, PhoneNumberId, Recipient,
    WaId,
    message::{SendAnswer, SendStatus},
    webhook::MessageStatus,
};

use crate::{Error, ErrorKind, Result};

/// The service has the message. Whether it is delivered comes by webhook.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentMessage {
    /// The id the service gave the message: statuses and answers name it by this one.
    pub id: MessageId,
    /// Whom it was sent to, as it was said.
    pub recipient: Recipient,
    /// The phone number of the user, as the service writes it. Worth keeping if the message was sent to a
    /// number in another writing.
    pub wa_id: Option<WaId>,
    /// The id of the user for this business.
    pub user_id: Option<Bsuid>,
    /// The id of the user for linked businesses.
    pub parent_user_id: Option<ParentBsuid>,
    /// The group it goes to.
    pub group_id: Option<GroupId>,
    /// The phone number it was sent from.
    pub from: PhoneNumberId,
    /// What the service does with it. Only of templates.
    pub status: Option<SendStatus>,
    /// The file that was uploaded for it. It can be sent again by this id.
    pub media_id: Option<MediaId>,
    message: OutgoingMessage,
}

/// What is known of a message before it is answered.
#[derive(Clone)]
pub(super) struct About {
    pub(super) message: OutgoingMessage,
    pub(super) from: PhoneNumberId,
    pub(super) media_id: Option<MediaId>,
}

/// A success.
pub(super) struct Answer {
    id: MessageId,
    rest: SendAnswer,
}

impl Answer {
    /// It counts only with the id of the message, since one without may come from something in
    /// between.
    pub(super) fn read(reply: &Reply) -> Result<Self> {
        let rest: SendAnswer = reply.json()?;
        match rest.message_id().cloned() {
            Some(id) => Ok(Self { id, rest }),
            None => Err(Error::new(ErrorKind::Decode, reply.operation())
                .with_status(reply.status())
                .with_attempts(reply.attempts())
                .with_may_have_executed(true)
                .with_source("the answer has no id of a message")),
        }
    }
}

impl SentMessage {
    /// The message as it was sent.
    #[must_use]
    pub fn message(&self) -> &OutgoingMessage {
        &self.message
    }

    /// The text that statuses bring back.
    #[must_use]
    pub fn tracker(&self) -> Option<&str> {
        self.message.get_tracker()
    }

    /// What the answer says of the message that it answers.
    pub(super) fn answered(answer: Answer, about: About) -> Self {
        let Answer { id, rest } = answer;
        let mut sent = Self::known(id, about);
        if let Some(message) = rest.messages.into_iter().next() {
            sent.status = message.message_status;
            sent.group_id = message.group_id.or(sent.group_id);
        }
        if let Some(contact) = rest.contacts.into_iter().next() {
            sent.wa_id = contact.wa_id.or(sent.wa_id);
            sent.user_id = contact.user_id.or(sent.user_id);
            sent.parent_user_id = contact.parent_user_id.or(sent.parent_user_id);
        }
        sent
    }

    /// What a status says of a message whose answer was lost.
    pub(super) fn resolved(status: &MessageStatus, about: About) -> Self {
        let mut sent = Self::known(status.id.clone(), about);
        if sent.group_id.is_none() {
            sent.wa_id = status.recipient_id.clone().or(sent.wa_id);
        }
        sent.user_id = status.recipient_user_id.clone().or(sent.user_id);
        let parent = status.parent_recipient().cloned();
        sent.parent_user_id = parent.or(sent.parent_user_id);
        sent
    }

    fn known(id: MessageId, about: About) -> Self {
        let About {
            message,
            from,
            media_id,
        } = about;
        let recipient = message.to().clone();
        let (mut wa_id, mut user_id, mut parent_user_id, mut group_id) = (None, None, None, None);
        match &recipient {
            Recipient::WaId(id) => wa_id = Some(id.clone()),
            Recipient::Bsuid(id) => user_id = Some(id.clone()),
            Recipient::ParentBsuid(id) => parent_user_id = Some(id.clone()),
            Recipient::Group(id) => group_id = Some(id.clone()),
            _ => {}
        }
        Self {
            id,
            recipient,
            wa_id,
            user_id,
            parent_user_id,
            group_id,
            from,
            status: None,
            media_id,
            message,
        }
    }
}

/// Without the message, which is between two people.
impl fmt::Debug for SentMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentMessage")
            .field("id", &self.id)
            .field("from", &self.from)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
