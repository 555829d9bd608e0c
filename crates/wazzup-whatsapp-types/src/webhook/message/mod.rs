//! Messages as webhooks bring them, and the kinds of events that they are told apart into.

mod card;
mod content;
mod kind;
mod kinds;
mod outgoing;
mod parts;
mod reference;

use wazzup_wire::Timestamp;

pub use self::card::{
    CardAddress, CardEmail, CardName, CardOrg, CardPhone, CardUrl, ContactCard, ContactsOrigin,
};
pub use self::content::{
    Location, Media, MessageType, Order, OrderItem, Reaction, Text, Unsupported,
};
pub(super) use self::kind::{Kind, read_again};
pub(super) use self::kinds::OfMessage;
pub use self::kinds::{
    CallPermissionUpdate, CallbackButton, CallbackSelection, ChatOpened, DeletedMessage,
    EditedMessage, FlowCompletion, IdentityChange, PhoneNumberChange,
};
pub(super) use self::outgoing::OfOutgoing;
pub use self::outgoing::{OutgoingDeletedMessage, OutgoingEditedMessage};
pub use self::parts::{
    CallPermissionReply, CallPermissionResponse, CallPermissionSource, Edit, FormName, FormReply,
    Interactive, InteractiveType, Reply, Revoke, System, SystemType, TemplateButton, UserIdentity,
};
pub use self::reference::{
    MessageContext, Referral, ReferralMedia, ReferralSource, ReferredProduct, WelcomeMessage,
};
use super::{OfUser, Sender, WebhookError};
use crate::{Bsuid, GroupId, MessageId, ParentBsuid, WaId};

/// A model with the fields it names, and then those of all that has a message's content.
macro_rules! with_content {
    (
        $(#[$meta:meta])*
        pub struct $name:ident { $($head:tt)* }
    ) => {
        model! {
            $(#[$meta])*
            pub struct $name {
                $($head)*
                /// What it is made of: the wire's `type`.
                #[serde(rename = "type")]
                #[doc(alias = "type")]
                pub message_type: Option<MessageType>,
                /// What it answers, or where it comes from.
                #[doc(alias = "reply_to_message")]
                pub context: Option<Box<MessageContext>>,
                /// The text.
                pub text: Option<Text>,
                /// The picture.
                pub image: Option<Box<Media>>,
                /// The film.
                pub video: Option<Box<Media>>,
                /// The sound.
                pub audio: Option<Box<Media>>,
                /// The file.
                pub document: Option<Box<Media>>,
                /// The sticker.
                pub sticker: Option<Box<Media>>,
                /// The emoji on another message.
                pub reaction: Option<Box<Reaction>>,
                /// The place.
                pub location: Option<Box<Location>>,
                /// The cards of contacts.
                pub contacts: Vec<ContactCard>,
                /// The basket.
                pub order: Option<Box<Order>>,
                /// The answer to an interactive message, of a kind that is no event of its own.
                pub interactive: Option<Box<Interactive>>,
                /// The button of a template that was pressed.
                pub button: Option<Box<TemplateButton>>,
                /// What the Cloud API could not show.
                pub unsupported: Option<Box<Unsupported>>,
                /// Why it could not be shown.
                pub errors: Vec<WebhookError>,
                /// Why there are cards of contacts.
                pub origin: Option<ContactsOrigin>,
            }
        }

        impl $name {
            /// The file it came with, of whatever type.
            #[must_use]
            pub fn media(&self) -> Option<&Media> {
                let media = [
                    &self.image,
                    &self.video,
                    &self.audio,
                    &self.document,
                    &self.sticker,
                ];
                media.into_iter().flatten().map(|media| &**media).next()
            }

            /// The text, or what stands below the file.
            #[must_use]
            pub fn text_or_caption(&self) -> Option<&str> {
                let text = self.text.as_ref().map(|text| text.body.as_str());
                text.or_else(|| self.media()?.caption.as_deref())
            }

            /// The message it answers, if it quotes one.
            #[must_use]
            pub fn reply_to(&self) -> Option<&MessageId> {
                self.context.as_ref()?.id.as_ref()
            }

            /// Why it could not be shown.
            #[must_use]
            pub fn error(&self) -> Option<&WebhookError> {
                self.errors.first()
            }
        }
    };
}

with_content! {
    /// A message of a user.
    ///
    /// Some messages are events of their own kind, such as a [`CallbackButton`]; what is left here
    /// has content, or is of a kind that this version does not know.
    ///
    /// See [Meta on incoming messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages).
    pub struct Message {
        id {
            /// Its id.
            pub id: MessageId,
        }
        /// Who wrote it. Not there for some users with a user name.
        pub from: Option<WaId>,
        /// Who wrote it, by the business-scoped id. Not there in payloads of before 2026.
        pub from_user_id: Option<Bsuid>,
        /// Who wrote it, by the id for linked portfolios.
        pub from_parent_user_id: Option<ParentBsuid>,
        /// When it was written, in seconds.
        pub timestamp: Option<Timestamp>,
        /// The group it was written in.
        pub group_id: Option<GroupId>,
        /// The advertisement or post that led the user to the chat.
        pub referral: Option<Box<Referral>>,
        /// What WhatsApp itself has to say, of a kind that is no event of its own.
        pub system: Option<Box<System>>,
        /// The user's new identity.
        pub identity: Option<Box<UserIdentity>>,
        /// The edit of another message.
        pub edit: Option<Box<Edit>>,
        /// The deletion of another message.
        pub revoke: Option<Box<Revoke>>,
    }
}

with_content! {
    /// A message that a person sent from the WhatsApp Business app, as an echo: the number is used
    /// by the app and the Cloud API at once.
    ///
    /// See [Meta on echoes](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes).
    pub struct OutgoingMessage {
        id {
            /// Its id.
            pub id: MessageId,
        }
        /// The business phone number, in digits.
        pub from: Option<WaId>,
        /// Whom it is for.
        pub to: Option<WaId>,
        /// Whom it is for, by the business-scoped id.
        pub to_user_id: Option<Bsuid>,
        /// Whom it is for, by the id for linked portfolios.
        pub to_parent_user_id: Option<ParentBsuid>,
        /// When it was written, in seconds.
        pub timestamp: Option<Timestamp>,
        /// The group it was written in.
        pub group_id: Option<GroupId>,
        /// The edit of another message.
        pub edit: Option<Box<Edit>>,
        /// The deletion of another message.
        pub revoke: Option<Box<Revoke>>,
    }
}

with_content! {
    /// What a message is after it was edited.
    pub struct Content {}
}

impl OfUser for Message {
    fn user(&self) -> Sender<'_> {
        Sender {
            wa_id: self.from.as_ref(),
            bsuid: self.from_user_id.as_ref(),
            parent_bsuid: self.from_parent_user_id.as_ref(),
            ..Sender::default()
        }
    }
}

impl OfUser for OutgoingMessage {
    fn user(&self) -> Sender<'_> {
        Sender {
            wa_id: self.to.as_ref(),
            bsuid: self.to_user_id.as_ref(),
            parent_bsuid: self.to_parent_user_id.as_ref(),
            ..Sender::default()
        }
    }
}
