//! Conditions on [`MessageStatus`](crate::MessageStatus) and
//! [`GroupMessageStatus`](crate::GroupMessageStatus).

use std::sync::Arc;

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::{
    ErrorClass, ErrorCode, MessageId,
    webhook::{MessageStatus, MessageStatusType},
};

/// An event that tells what became of a message.
pub trait OfMessage: 'static {
    /// What it tells.
    fn message_status(&self) -> &MessageStatus;
}

macro_rules! of_message {
    ($($event:ident),+) => {
        $(impl OfMessage for crate::$event {
            fn message_status(&self) -> &MessageStatus {
                self
            }
        })+
    };
}

of_message!(MessageStatus, GroupMessageStatus);

fn is<E: OfMessage>(event: &E, status: &MessageStatusType) -> bool {
    event.message_status().status.as_ref() == Some(status)
}

/// How far it got.
pub fn status<E: OfMessage>(status: MessageStatusType) -> impl Filter<E> + Clone {
    move |event: &E| is(event, &status)
}

/// It is on its way.
pub fn sent<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| is(event, &MessageStatusType::Sent)
}

/// It is on the user's device. Not met by [`read`], which may come alone.
pub fn delivered<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| is(event, &MessageStatusType::Delivered)
}

/// It was seen.
pub fn read<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| is(event, &MessageStatusType::Read)
}

/// It was not delivered.
pub fn failed<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| is(event, &MessageStatusType::Failed)
}

/// It is a voice message, and was listened to.
pub fn played<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| is(event, &MessageStatusType::Played)
}

/// It was not delivered, for one of these reasons: an
/// [`ErrorCode`] or its number, such as 131026.
pub fn failed_with<E: OfMessage>(
    codes: impl IntoIterator<Item = impl Into<ErrorCode>>,
) -> impl Filter<E> + Clone {
    let codes: Arc<[ErrorCode]> = codes.into_iter().map(Into::into).collect();
    failed_where(move |code| codes.contains(&code))
}

/// It was not delivered, for a reason of this class.
pub fn failed_with_class<E: OfMessage>(class: ErrorClass) -> impl Filter<E> + Clone {
    failed_where(move |code| code.class() == class)
}

fn failed_where<E: OfMessage>(
    reason: impl Fn(ErrorCode) -> bool + Clone + Send + Sync + 'static,
) -> impl Filter<E> + Clone {
    move |event: &E| {
        let errors = &event.message_status().errors;
        let mut codes = errors.iter().filter_map(|error| error.code);
        is(event, &MessageStatusType::Failed) && codes.any(&reason)
    }
}

/// The message was sent with a tracker, `biz_opaque_callback_data`.
pub fn with_tracker<E: OfMessage>() -> impl Filter<E> + Copy {
    |event: &E| {
        let tracker = event.message_status().biz_opaque_callback_data.as_deref();
        tracker.is_some_and(|tracker| !tracker.is_empty())
    }
}

/// The message is this one.
pub fn of_message<E: OfMessage>(message: MessageId) -> impl Filter<E> + Clone {
    move |event: &E| event.message_status().id == message
}
