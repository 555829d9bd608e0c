//! Conditions on where something was written: in private or in a group.

use std::sync::Arc;

use wazzup_dispatch::Filter;
use wazzup_whatsapp_types::GroupId;

/// An event that happens in a chat: with one user, or in a group.
pub trait InChat: 'static {
    /// The group, if it is one.
    fn group_id(&self) -> Option<&GroupId>;
}

macro_rules! in_chat {
    ($($event:ident),+ $(,)?) => {
        $(impl InChat for crate::$event {
            fn group_id(&self) -> Option<&GroupId> {
                (***self).group_id.as_ref()
            }
        })+
    };
}

in_chat! {
    CallPermissionUpdate, CallbackButton, CallbackSelection, ChatOpened, DeletedMessage,
    EditedMessage, FlowCompletion, IdentityChange, Message, OutgoingMessage, PhoneNumberChange,
}

/// It is a chat with one user.
pub fn private<E: InChat>() -> impl Filter<E> + Copy {
    |event: &E| event.group_id().is_none()
}

/// It is a group.
pub fn group<E: InChat>() -> impl Filter<E> + Copy {
    |event: &E| event.group_id().is_some()
}

/// It is one of these groups.
pub fn from_groups<E: InChat>(groups: impl IntoIterator<Item = GroupId>) -> impl Filter<E> + Clone {
    let groups: Arc<[GroupId]> = groups.into_iter().collect();
    move |event: &E| event.group_id().is_some_and(|group| groups.contains(group))
}
