use wazzup_whatsapp_types::webhook::{
    ContactCard, ContactsOrigin, Location, Media, MessageType, Order, Reaction,
};

use crate::{EditedMessage, Message, OutgoingEditedMessage, OutgoingMessage};

/// An event that has a message's content: a message, one sent from the WhatsApp Business app, or
/// what either is after it was edited.
pub trait HasContent: 'static {
    /// What it is made of.
    fn message_type(&self) -> Option<&MessageType>;

    /// The text.
    fn text(&self) -> Option<&str>;

    /// What stands below the file.
    fn caption(&self) -> Option<&str> {
        self.media()?.caption.as_deref()
    }

    /// The file, of whatever type.
    fn media(&self) -> Option<&Media>;

    /// The picture.
    fn image(&self) -> Option<&Media>;

    /// The film.
    fn video(&self) -> Option<&Media>;

    /// The sound.
    fn audio(&self) -> Option<&Media>;

    /// The document.
    fn document(&self) -> Option<&Media>;

    /// The sticker.
    fn sticker(&self) -> Option<&Media>;

    /// The emoji on another message.
    fn reaction(&self) -> Option<&Reaction>;

    /// The place.
    fn location(&self) -> Option<&Location>;

    /// The cards of contacts.
    fn contacts(&self) -> &[ContactCard];

    /// Why there are cards of contacts.
    fn contacts_origin(&self) -> Option<&ContactsOrigin>;

    /// The basket.
    fn order(&self) -> Option<&Order>;
}

/// Takes the content of an event out of a model that has its fields.
macro_rules! has_content {
    ($event:ty, |$this:ident| $content:expr) => {
        impl HasContent for $event {
            fn message_type(&self) -> Option<&MessageType> {
                let $this = self;
                $content?.message_type.as_ref()
            }

            fn text(&self) -> Option<&str> {
                let $this = self;
                Some(&$content?.text.as_ref()?.body)
            }

            fn media(&self) -> Option<&Media> {
                let $this = self;
                $content?.media()
            }

            has_content!(@media $this $content; image video audio document sticker);

            fn reaction(&self) -> Option<&Reaction> {
                let $this = self;
                $content?.reaction.as_deref()
            }

            fn location(&self) -> Option<&Location> {
                let $this = self;
                $content?.location.as_deref()
            }

            fn contacts(&self) -> &[ContactCard] {
                let $this = self;
                $content.map_or(&[], |content| &content.contacts)
            }

            fn contacts_origin(&self) -> Option<&ContactsOrigin> {
                let $this = self;
                $content?.origin.as_ref()
            }

            fn order(&self) -> Option<&Order> {
                let $this = self;
                $content?.order.as_deref()
            }
        }
    };
    (@media $this:ident $content:expr; $($field:ident)+) => {
        $(fn $field(&self) -> Option<&Media> {
            let $this = self;
            $content?.$field.as_deref()
        })+
    };
}

has_content!(Message, |event| Some(&***event));
has_content!(OutgoingMessage, |event| Some(&***event));
has_content!(EditedMessage, |event| event.message.as_deref());
has_content!(OutgoingEditedMessage, |event| event.message.as_deref());
