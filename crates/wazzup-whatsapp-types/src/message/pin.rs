//! Messages on top of a group's chat.

use super::none;
use crate::id::MessageId;
use crate::invalid::{self, Actual, Invalid, Limit};

open_enum! {
    /// Whether a message is pinned or not any more.
    pub enum PinAction {
        /// It is pinned.
        Pin = "pin",
        /// It is not any more.
        Unpin = "unpin",
    }
}

checked! {
    /// Pins a message on top of a group's chat, or takes it from there: `type` is `pin`.
    ///
    /// Only in groups: [`OutgoingMessage::pin`](super::OutgoingMessage::pin) is what takes it.
    #[derive(Debug, Eq)]
    pub struct Pin {
        #[serde(rename = "type")]
        action: PinAction,
        message_id: MessageId,
        #[serde(default, skip_serializing_if = "none")]
        expiration_days: Option<u8>,
    }
}

impl Pin {
    /// Most days that a message stays pinned.
    pub const MAX_DAYS: u8 = 30;

    /// Pins a message for so many days.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is not for 1 to [30 days](Self::MAX_DAYS).
    pub fn new(message_id: MessageId, days: u8) -> Result<Self, Invalid> {
        Self {
            action: PinAction::Pin,
            message_id,
            expiration_days: Some(days),
        }
        .checked()
    }

    /// Takes a message from the top of the chat.
    #[must_use]
    pub fn remove(message_id: MessageId) -> Self {
        Self {
            action: PinAction::Unpin,
            message_id,
            expiration_days: None,
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        match (&self.action, self.expiration_days) {
            (PinAction::Pin, Some(days)) => {
                invalid::value_within("pin.expiration_days", days.into(), 1, Self::MAX_DAYS.into())
            }
            (PinAction::Pin, None) => Err(Invalid::new(
                "pin.expiration_days",
                Limit::Range(1, Self::MAX_DAYS.into()),
                Actual::Missing,
            )),
            (PinAction::Unpin, _) => Ok(()),
            (PinAction::Unlisted(_), _) => Err(Invalid::form("pin.type", "be `pin` or `unpin`")),
        }
    }

    /// Whether it pins the message or takes it from the top.
    #[must_use]
    pub fn action(&self) -> &PinAction {
        &self.action
    }

    /// The message.
    #[must_use]
    pub fn message_id(&self) -> &MessageId {
        &self.message_id
    }

    /// For how many days it is pinned.
    #[must_use]
    pub fn days(&self) -> Option<u8> {
        self.expiration_days
    }
}
