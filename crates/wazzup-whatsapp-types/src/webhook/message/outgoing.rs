//! Echoes of messages that were edited or deleted.

use wazzup_wire::Timestamp;

use super::{Content, OutgoingMessage};
use crate::webhook::{OfUser, Sender};
use crate::{Bsuid, MessageId, ParentBsuid, WaId};

/// An event that an echo is: the fields that all echoes have, and some of its own.
macro_rules! kind {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            /// Its id.
            pub id: MessageId,
            /// The business phone number, in digits.
            pub from: Option<WaId>,
            /// Whom the message was for.
            pub to: Option<WaId>,
            /// Whom it was for, by the business-scoped id.
            pub to_user_id: Option<Bsuid>,
            /// Whom it was for, by the id for linked portfolios.
            pub to_parent_user_id: Option<ParentBsuid>,
            /// When it happened, in seconds.
            pub timestamp: Option<Timestamp>,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $name {
            fn build(message: OutgoingMessage, ($($field,)*): ($($type,)*)) -> Self {
                Self {
                    id: message.id,
                    from: message.from,
                    to: message.to,
                    to_user_id: message.to_user_id,
                    to_parent_user_id: message.to_parent_user_id,
                    timestamp: message.timestamp,
                    $($field,)*
                }
            }
        }

        debug! {
            $name { id, from, to, to_user_id, to_parent_user_id, timestamp, $($field,)* }
        }

        impl OfUser for $name {
            fn user(&self) -> Sender<'_> {
                Sender {
                    wa_id: self.to.as_ref(),
                    bsuid: self.to_user_id.as_ref(),
                    parent_bsuid: self.to_parent_user_id.as_ref(),
                    ..Sender::default()
                }
            }
        }
    };
}

kind! {
    /// A person edited a message in the WhatsApp Business app.
    pub struct OutgoingEditedMessage {
        /// The message.
        pub original_message_id: MessageId,
        /// What it is now.
        pub message: Option<Box<Content>>,
    }
}

kind! {
    /// A person deleted a message in the WhatsApp Business app.
    pub struct OutgoingDeletedMessage {
        /// The message.
        pub original_message_id: MessageId,
    }
}

/// Makes the event of an echo that is of its kind; nothing if what identifies it is missing.
pub(in crate::webhook) trait OfOutgoing: Sized {
    fn of(message: OutgoingMessage) -> Option<Self>;
}

impl OfOutgoing for OutgoingEditedMessage {
    fn of(mut message: OutgoingMessage) -> Option<Self> {
        let edit = message.edit.take()?;
        Some(Self::build(
            message,
            (edit.original_message_id?, edit.message),
        ))
    }
}

impl OfOutgoing for OutgoingDeletedMessage {
    fn of(mut message: OutgoingMessage) -> Option<Self> {
        let original = message.revoke.take()?.original_message_id?;
        Some(Self::build(message, (original,)))
    }
}
