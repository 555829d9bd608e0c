//! What a message is made of.

use serde::ser::SerializeMap;

use super::{Audio, Document, Image, Sticker, Text, Video};

/// What a message is made of.
///
/// Made of one of the types inside by `into`, mostly without saying so:
/// [`OutgoingMessage::new`](super::OutgoingMessage::new) does it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Content {
    /// Text.
    Text(Text),
    /// A picture.
    Image(Image),
    /// A film.
    Video(Video),
    /// Sound.
    Audio(Audio),
    /// A file.
    Document(Document),
    /// A sticker.
    Sticker(Sticker),
}

macro_rules! contents {
    ($($variant:ident = $name:literal,)+) => {
        impl Content {
            /// The `type` of the message, which is also the name of the field with its content.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(..) => $name,)+
                }
            }

            /// Writes it into the body of a message, below its own name.
            pub(super) fn write<M: SerializeMap>(&self, body: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$variant(content) => body.serialize_entry($name, content),)+
                }
            }
        }
    };
}

contents! {
    Text = "text",
    Image = "image",
    Video = "video",
    Audio = "audio",
    Document = "document",
    Sticker = "sticker",
}

macro_rules! content_of {
    ($($variant:ident($type:ty),)+) => {$(
        impl From<$type> for Content {
            fn from(content: $type) -> Self {
                Self::$variant(content.into())
            }
        }
    )+};
}

content_of! {
    Text(Text),
    Image(Image),
    Video(Video),
    Audio(Audio),
    Document(Document),
    Sticker(Sticker),
}
