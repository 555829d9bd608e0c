//! Conditions on [`StatusChanged`].

use wazzup_dispatch::Filter;
use wazzup_types::{ChatId, MessageId, MessageStatus};

use crate::StatusChanged;

/// The new status.
pub fn status(status: MessageStatus) -> impl Filter<StatusChanged> + Clone {
    move |changed: &StatusChanged| changed.status.as_ref() == Some(&status)
}

/// The message was not delivered.
pub fn failed() -> impl Filter<StatusChanged> + Copy {
    |changed: &StatusChanged| changed.status == Some(MessageStatus::Error)
}

/// The message is this one.
pub fn of_message(message: MessageId) -> impl Filter<StatusChanged> + Clone {
    move |changed: &StatusChanged| changed.message_id == message
}

/// The message is in this chat. Most statuses don't say in which one.
pub fn from_chat(chat: ChatId) -> impl Filter<StatusChanged> + Clone {
    move |changed: &StatusChanged| changed.chat_id.as_ref() == Some(&chat)
}
