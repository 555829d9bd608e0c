//! Messages that are sent, and what comes back.
//!
//! An [`OutgoingMessage`] is made of a [recipient](crate::Recipient) and one of the types here, each of
//! which can only be made within the documented limits.

mod card;
mod contacts;
mod content;
mod location;
mod media;
mod outgoing;
mod pin;
mod reaction;
mod receipt;
mod sent;
mod text;

pub use self::card::{
    ContactAddress, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
};
pub use self::contacts::{Birthday, ContactCard, Contacts};
pub use self::content::Content;
pub use self::location::Location;
pub(crate) use self::media::http;
pub use self::media::{Audio, CAPTION_MAX_CHARS, Document, Image, Link, MediaRef, Sticker, Video};
pub use self::outgoing::OutgoingMessage;
pub use self::pin::{Pin, PinAction};
pub use self::reaction::Reaction;
pub use self::receipt::ReadReceipt;
pub use self::sent::{SendAnswer, SendStatus, SentContact, SentMessage};
pub use self::text::Text;
pub(crate) use crate::lenient::{none, off};
