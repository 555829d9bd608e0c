//! What messages are made of: text, files, reactions, places, orders.

use crate::{CatalogId, MediaId, MessageId};

words! {
    /// What a message is made of: its `type`.
    pub enum MessageType {
        /// Text.
        Text = "text",
        /// A picture.
        Image = "image",
        /// A film.
        Video = "video",
        /// Sound, also a voice message.
        Audio = "audio",
        /// A file.
        Document = "document",
        /// A sticker.
        Sticker = "sticker",
        /// A place.
        Location = "location",
        /// Cards of contacts.
        Contacts = "contacts",
        /// An emoji on another message.
        Reaction = "reaction",
        /// A basket of products.
        Order = "order",
        /// An answer to an interactive message.
        Interactive = "interactive",
        /// A press on the button of a template.
        Button = "button",
        /// Something that WhatsApp itself has to say of the user.
        System = "system",
        /// Another message was edited.
        Edit = "edit",
        /// Another message was deleted.
        Revoke = "revoke",
        /// The user opened an empty chat.
        RequestWelcome = "request_welcome",
        /// Something that the Cloud API cannot show.
        Unsupported = "unsupported",
        /// The same in older payloads.
        Unknown = "unknown",
    }
}

/// The text of a message.
#[derive(Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Text {
    /// The text itself.
    #[serde(default, deserialize_with = "wazzup_wire::lenient::plain_text")]
    pub body: String,
}

debug! { Text { body [hidden], } }
inline! { Text }

model! {
    /// A file that came with a message: picture, film, sound, document or sticker.
    ///
    /// Kept for 30 days under its id, and for 5 minutes under the address that comes with it.
    pub struct Media {
        /// Its id, to fetch it by. Missing if WhatsApp could not take it in: then the message has
        /// errors.
        pub id: Option<MediaId>,
        /// Its type, such as `image/jpeg`.
        pub mime_type: Option<String>,
        /// SHA-256 of its content.
        pub sha256: Option<String>,
        /// An address to fetch it from with the access token, for a few minutes.
        pub url: Option<String> [hidden],
        /// The text below it.
        pub caption: Option<String> [hidden],
        /// Its name, if it is a document.
        pub filename: Option<String> [hidden],
        /// Whether it was spoken into the phone, if it is sound.
        pub voice: Option<bool>,
        /// Whether it moves, if it is a sticker.
        pub animated: Option<bool>,
    }
}

model! {
    /// An emoji on another message.
    pub struct Reaction {
        /// The message it is on.
        pub message_id: Option<MessageId>,
        /// The emoji. Missing or empty if it was taken away.
        pub emoji: Option<String> [hidden],
    }
}

impl Reaction {
    /// Whether the emoji was taken away.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.emoji.as_deref().is_none_or(str::is_empty)
    }
}

model! {
    /// A place. Without any text it is where the user is.
    pub struct Location {
        /// In degrees, north is positive.
        pub latitude: Option<f64> [hidden],
        /// In degrees, east is positive.
        pub longitude: Option<f64> [hidden],
        /// What is there.
        pub name: Option<String> [hidden],
        /// Its address.
        pub address: Option<String> [hidden],
        /// Its page.
        pub url: Option<String> [hidden],
    }
}

impl Location {
    /// Whether it is where the user is, as far as that can be told: it has no text.
    #[doc(alias = "current_location")]
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.name.is_none() && self.address.is_none() && self.url.is_none()
    }
}

model! {
    /// A basket of products.
    pub struct Order {
        /// The catalogue.
        pub catalog_id: Option<CatalogId>,
        /// What the user wrote to it.
        pub text: Option<String> [hidden],
        /// The products.
        pub product_items: Vec<OrderItem>,
    }
}

model! {
    /// One product of a basket.
    pub struct OrderItem {
        /// The product, by the shop's own id.
        pub product_retailer_id: Option<String>,
        /// How many of it.
        pub quantity: Option<i64>,
        /// The price of one.
        pub item_price: Option<f64>,
        /// The currency, such as `EUR`.
        pub currency: Option<String>,
    }
}

model! {
    /// What the Cloud API could not show.
    pub struct Unsupported {
        /// What it is in the apps, such as `poll`: the wire's `type`.
        #[serde(rename = "type")]
        #[doc(alias = "type")]
        pub kind: Option<String>,
    }
}
