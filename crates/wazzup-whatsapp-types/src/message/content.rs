//! What a message is made of.

use serde::ser::SerializeMap;
use serde::{Deserialize, de};

use super::{Audio, Contacts, Document, Image, Location, Pin, Reaction, Sticker, Text, Video};

use crate::interactive::Interactive;
use crate::template::Template;

macro_rules! contents {
    (
        $(#[$meta:meta])*
        pub enum Content {
            $($(#[$attr:meta])* $variant:ident($type:ty) = $field:ident,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Content {
            $($(#[$attr])* $variant($type),)+
        }

        impl Content {
            /// The `type` of the message, which is also the name of the field with its content.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(..) => stringify!($field),)+
                }
            }

            /// Writes it into the body of a message, below its own name.
            pub(super) fn write<M: SerializeMap>(&self, body: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$variant(content) => {
                        body.serialize_entry(stringify!($field), content)
                    })+
                }
            }
        }

        /// The fields of a body that hold content.
        #[derive(Deserialize)]
        pub(super) struct Fields {
            $(#[serde(default)] $field: Option<$type>,)+
        }

        impl Fields {
            /// The content of the field that `name` names.
            pub(super) fn content<E: de::Error>(self, name: &str) -> Result<Content, E> {
                match name {
                    $(stringify!($field) => {
                        let content = self.$field.map(Content::$variant);
                        content.ok_or_else(|| E::missing_field(stringify!($field)))
                    })+
                    _ => Err(E::unknown_variant(name, &[$(stringify!($field)),+])),
                }
            }
        }
    };
}

contents! {
    /// What a message is made of.
    ///
    /// Made of one of the types inside by `into`, mostly without saying so:
    /// [`OutgoingMessage::new`](super::OutgoingMessage::new) does it.
    pub enum Content {
        /// Text.
        Text(Text) = text,
        /// A picture.
        Image(Image) = image,
        /// A film.
        Video(Video) = video,
        /// Sound.
        Audio(Audio) = audio,
        /// A file.
        Document(Document) = document,
        /// A sticker.
        Sticker(Sticker) = sticker,
        /// A place.
        Location(Location) = location,
        /// Cards of contacts.
        Contacts(Contacts) = contacts,
        /// A reaction to a message, or its end.
        Reaction(Reaction) = reaction,
        /// A template.
        Template(Box<Template>) = template,
        /// A text with something to tap.
        Interactive(Box<Interactive>) = interactive,
        /// A message that is pinned, or not any more. Only
        /// [`OutgoingMessage::pin`](super::OutgoingMessage::pin) makes it, for a group.
        #[non_exhaustive]
        Pin(Pin) = pin,
    }
}

impl Content {
    /// Whether it names a message itself, so that it cannot be a reply to one.
    pub(super) fn names_a_message(&self) -> bool {
        matches!(self, Self::Reaction(_) | Self::Pin(_))
    }
}

macro_rules! content_of {
    ($($type:ident,)+) => {$(
        impl From<$type> for Content {
            fn from(content: $type) -> Self {
                Self::$type(content)
            }
        }
    )+};
}

content_of! { Text, Image, Video, Audio, Document, Sticker, Location, Contacts, Reaction, }

impl From<Template> for Content {
    fn from(template: Template) -> Self {
        Self::Template(Box::new(template))
    }
}

impl From<Interactive> for Content {
    fn from(interactive: Interactive) -> Self {
        Self::Interactive(Box::new(interactive))
    }
}
