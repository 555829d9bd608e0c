//! What comes back from a send.

use serde::{Deserialize, Serialize};

use super::none;
use crate::id::{Bsuid, GroupId, MessageId, ParentBsuid, WaId};
use crate::lenient::{list, text};

/// The answer to `POST /{phone_number_id}/messages`: the message was taken. That it is delivered, or
/// not, comes by webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SendAnswer {
    /// Always `whatsapp`.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub messaging_product: Option<String>,
    /// Whom it goes to: one.
    #[serde(default, deserialize_with = "list")]
    pub contacts: Vec<SentContact>,
    /// What was taken: one.
    #[serde(default, deserialize_with = "list")]
    pub messages: Vec<SentMessage>,
}

impl SendAnswer {
    /// An answer about that message to that contact.
    #[must_use]
    pub fn new(contact: SentContact, message: SentMessage) -> Self {
        Self {
            messaging_product: Some("whatsapp".to_owned()),
            contacts: vec![contact],
            messages: vec![message],
        }
    }

    /// The message that was taken.
    #[must_use]
    pub fn message(&self) -> Option<&SentMessage> {
        self.messages.first()
    }

    /// Whom it goes to.
    #[must_use]
    pub fn contact(&self) -> Option<&SentContact> {
        self.contacts.first()
    }

    /// The id by which webhooks will speak of the message.
    #[must_use]
    pub fn message_id(&self) -> Option<&MessageId> {
        self.message()?.id.as_ref()
    }
}

/// A message that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SentMessage {
    /// The id by which webhooks will speak of it.
    #[serde(default, skip_serializing_if = "none")]
    pub id: Option<MessageId>,
    /// What the service does with it. Only for templates.
    #[serde(default, skip_serializing_if = "none")]
    pub message_status: Option<SendStatus>,
    /// The group it goes to.
    #[serde(default, skip_serializing_if = "none")]
    pub group_id: Option<GroupId>,
}

impl SentMessage {
    /// A message with that id.
    #[must_use]
    pub fn new(id: MessageId) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }
}

/// Whom a message goes to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SentContact {
    /// The recipient as it was sent; of a group its id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub input: Option<String>,
    /// The user's phone number as the service writes it. Worth keeping if the message was sent to a
    /// phone number, since webhooks speak of this one.
    #[serde(default, skip_serializing_if = "none")]
    pub wa_id: Option<WaId>,
    /// The user's id for the portfolio.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<Bsuid>,
    /// The user's id for linked portfolios.
    #[serde(default, skip_serializing_if = "none")]
    pub parent_user_id: Option<ParentBsuid>,
}

masked_debug! { SentContact { wa_id, user_id, parent_user_id; hidden: input } }

impl SentContact {
    /// A contact named by that text.
    #[must_use]
    pub fn new(input: impl Into<String>) -> Self {
        Self {
            input: Some(input.into()),
            ..Self::default()
        }
    }
}

open_enum! {
    /// What the service does with a template that it took.
    pub enum SendStatus {
        /// It sends it.
        Accepted = "accepted",
        /// It waits until the first recipients have reacted to the template.
        HeldForQualityAssessment = "held_for_quality_assessment",
        /// It does not send it, since the template is paused.
        Paused = "paused",
    }
}
