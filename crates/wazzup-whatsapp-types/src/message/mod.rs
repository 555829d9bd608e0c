//! Messages that are sent, and what comes back.

mod content;
mod media;
mod outgoing;
mod text;

pub use self::content::Content;
pub use self::media::{Audio, CAPTION_MAX_CHARS, Document, Image, Link, MediaRef, Sticker, Video};
pub use self::outgoing::OutgoingMessage;
pub use self::text::Text;
pub(crate) use crate::lenient::{none, off};
