//! What it takes to answer an event.

use wazzup_whatsapp_types::{
    GroupId, MessageId, PhoneNumberId, Recipient,
    webhook::{Identity, OfUser},
};

use crate::{
    CallConnect, CallPermissionUpdate, CallStatus, CallTerminate, CallbackButton,
    CallbackSelection, ChatOpened, DeletedMessage, EditedMessage, FlowCompletion,
    GroupMessageStatus, IdentityChange, Message, MessageStatus, OutgoingDeletedMessage,
    OutgoingEditedMessage, OutgoingMessage, PhoneNumberChange, UserMarketingPreferences,
    event::Typed,
};

/// What it takes to answer an event: from which number, to whom, and about which message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    number: PhoneNumberId,
    user: Recipient,
    group: Option<GroupId>,
    message: Option<MessageId>,
    received: Option<MessageId>,
}

impl Origin {
    /// The business phone number that the event came to, or from: an answer goes out from there.
    pub fn number(&self) -> &PhoneNumberId {
        &self.number
    }

    /// The user, by the [primary](wazzup_whatsapp_types::webhook::Sender::primary) id.
    pub fn user(&self) -> &Recipient {
        &self.user
    }

    /// The group it happened in.
    pub fn group(&self) -> Option<&GroupId> {
        self.group.as_ref()
    }

    /// Where an answer goes that belongs beside the event: to the group it happened in, else to
    /// the user.
    pub fn chat(&self) -> Recipient {
        match &self.group {
            Some(group) => Recipient::Group(group.clone()),
            None => self.user.clone(),
        }
    }

    /// The message that an answer quotes, and that a reaction is put on. For a reaction, the message
    /// it is on, since a reaction cannot be quoted; for an edit, the message that was edited. Calls and
    /// preferences have none.
    #[doc(alias = "message_id_to_reply")]
    pub fn message(&self) -> Option<&MessageId> {
        self.message.as_ref()
    }

    /// The message of the user that is marked as read: only what the number got can be. For a
    /// reaction, its own id; for an edit, the message that was edited. Statuses and what the business
    /// itself wrote have none.
    pub fn received(&self) -> Option<&MessageId> {
        self.received.as_ref()
    }
}

/// An event that a user can be answered for.
pub trait Answerable {
    /// What it takes to answer it; `None` if the number or the user is not known.
    fn origin(&self) -> Option<Origin>;
}

fn origin<E: Typed<Model: OfUser>>(
    event: &E,
    group: Option<&GroupId>,
    message: Option<&MessageId>,
    received: Option<&MessageId>,
) -> Option<Origin> {
    let (number, user) = event.update().conversation_parts()?;
    Some(Origin {
        number: number.clone(),
        user: recipient(user)?,
        group: group.cloned(),
        message: message.cloned(),
        received: received.cloned(),
    })
}

fn recipient(user: Identity<'_>) -> Option<Recipient> {
    Some(match user {
        Identity::Bsuid(id) => Recipient::Bsuid(id.clone()),
        Identity::WaId(id) => Recipient::WaId(id.clone()),
        Identity::ParentBsuid(id) => Recipient::ParentBsuid(id.clone()),
        // A kind of id that the types crate, released together with this one, has and this lacks.
        _ => return None,
    })
}

macro_rules! answerable {
    ($($event:ident: |$this:pat_param| $group:expr, $message:expr, $received:expr;)+) => {
        $(impl Answerable for $event {
            fn origin(&self) -> Option<Origin> {
                let $this = self;
                origin(self, $group, $message, $received)
            }
        })+
    };
}

// The group, the message that an answer quotes, the one that is marked as read.
answerable! {
    Message: |event| event.group_id.as_ref(), Some(quotable(event)), Some(&event.id);
    CallbackButton: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    CallbackSelection: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    FlowCompletion: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    CallPermissionUpdate: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    ChatOpened: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    PhoneNumberChange: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    IdentityChange: |event| event.group_id.as_ref(), Some(&event.id), Some(&event.id);
    EditedMessage: |event|
        event.group_id.as_ref(), Some(&event.original_message_id), Some(&event.original_message_id);
    DeletedMessage: |event| event.group_id.as_ref(), None, None;
    OutgoingMessage: |event| event.group_id.as_ref(), Some(&event.id), None;
    OutgoingEditedMessage: |event| None, Some(&event.original_message_id), None;
    OutgoingDeletedMessage: |_| None, None, None;
    MessageStatus: |event| None, Some(&event.id), None;
    GroupMessageStatus: |event| event.group_id.as_ref(), Some(&event.id), None;
    CallConnect: |_| None, None, None;
    CallTerminate: |_| None, None, None;
    CallStatus: |_| None, None, None;
    UserMarketingPreferences: |_| None, None, None;
}

fn quotable(message: &Message) -> &MessageId {
    let reaction = message.reaction.as_ref();
    let reacted_to = reaction.and_then(|reaction| reaction.message_id.as_ref());
    reacted_to.unwrap_or(&message.id)
}
