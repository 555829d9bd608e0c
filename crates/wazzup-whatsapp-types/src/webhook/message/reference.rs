//! What a message refers to: another message, a product, an advertisement.

use crate::{CatalogId, MessageId, WaId};

model! {
    /// What a message answers or where it comes from: its `context`.
    pub struct MessageContext {
        /// The message it answers. After a missed call of the business, that call.
        pub id: Option<MessageId>,
        /// Who wrote that message.
        pub from: Option<WaId>,
        /// Whether it was passed on from another chat.
        pub forwarded: Option<bool>,
        /// Whether it was passed on five times or more.
        pub frequently_forwarded: Option<bool>,
        /// The product it asks about.
        pub referred_product: Option<Box<ReferredProduct>>,
    }
}

impl MessageContext {
    /// Whether it was passed on from another chat, however often.
    #[must_use]
    pub fn is_forwarded(&self) -> bool {
        self.forwarded == Some(true) || self.frequently_forwarded == Some(true)
    }
}

model! {
    /// The product that a message asks about.
    pub struct ReferredProduct {
        /// The catalogue.
        pub catalog_id: Option<CatalogId>,
        /// The product, by the shop's own id.
        pub product_retailer_id: Option<String>,
    }
}

words! {
    fold;
    /// What led the user to the chat.
    pub enum ReferralSource {
        /// An advertisement.
        Ad = "ad",
        /// A post.
        Post = "post",
    }
}

words! {
    fold;
    /// What an advertisement shows.
    pub enum ReferralMedia {
        /// A picture.
        Image = "image",
        /// A film.
        Video = "video",
    }
}

model! {
    /// The advertisement or post that led the user to the chat.
    pub struct Referral {
        /// Its address.
        pub source_url: Option<String> [hidden],
        /// What it is.
        pub source_type: Option<ReferralSource>,
        /// Its id.
        pub source_id: Option<String>,
        /// Its headline.
        pub headline: Option<String> [hidden],
        /// Its text.
        pub body: Option<String> [hidden],
        /// What it shows.
        pub media_type: Option<ReferralMedia>,
        /// The picture.
        pub image_url: Option<String> [hidden],
        /// The film.
        pub video_url: Option<String> [hidden],
        /// A still of the film.
        pub thumbnail_url: Option<String> [hidden],
        /// Id of the click.
        pub ctwa_clid: Option<String> [hidden],
        /// The greeting that the user saw.
        pub welcome_message: Option<WelcomeMessage>,
    }
}

model! {
    /// The greeting that an advertisement opens the chat with.
    pub struct WelcomeMessage {
        /// Its text.
        pub text: Option<String> [hidden],
    }
}

inline! { WelcomeMessage }
