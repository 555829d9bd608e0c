//! Cards to swipe through.

use serde::{Deserialize, Serialize};

use super::buttons::{Choice, ReplyButton, check_unique};
use super::header::{Header, check_header};
use super::parts::{BODY_MAX_CHARS, Words};
use super::products::ProductAction;
use super::url::UrlAction;
use crate::id::{CatalogId, ProductId};
use crate::invalid::{self, Invalid};
use crate::message::{MediaRef, none};

checked! {
    /// A text with two to ten cards to swipe through: `interactive.type` is `carousel`.
    ///
    /// ```
    /// use wazzup_whatsapp_types::interactive::{Card, CardMedia, Carousel};
    /// use wazzup_whatsapp_types::message::MediaRef;
    ///
    /// let card = |n: u8| {
    ///     let picture = CardMedia::image(MediaRef::link(format!("https://cdn.example.com/{n}.jpg"))?);
    ///     Card::url(picture, "View", format!("https://example.com/{n}"))?.body("Loft, 2 rooms")
    /// };
    /// let carousel = Carousel::new("Two flats for you", [card(1)?, card(2)?])?;
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Interactive media carousel messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-media-carousel-messages).
    #[derive(Debug, Eq)]
    pub struct Carousel {
        body: Words,
        action: Action,
    }
}

with_body!(Carousel);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Action {
    cards: Vec<Card>,
}

impl Carousel {
    /// Fewest cards.
    pub const MIN_CARDS: usize = 2;
    /// Most cards.
    pub const MAX_CARDS: usize = 10;

    /// A text with cards, all of one kind: the same kind of header, the same kind of buttons. They are
    /// numbered here.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS); if there are
    /// fewer than [two](Self::MIN_CARDS) or more than [ten](Self::MAX_CARDS) cards; or if they are of
    /// several kinds.
    pub fn new(
        body: impl Into<String>,
        cards: impl IntoIterator<Item = Card>,
    ) -> Result<Self, Invalid> {
        let mut cards: Vec<_> = cards.into_iter().collect();
        for (index, card) in cards.iter_mut().enumerate() {
            card.card_index = index;
        }
        Self {
            body: Words::new(body),
            action: Action { cards },
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.body.check("body.text", BODY_MAX_CHARS)?;
        let cards = self.cards();
        let (min, max) = (Self::MIN_CARDS, Self::MAX_CARDS);
        invalid::items_within("action.cards", cards.len(), min, max)?;
        let first = cards.first().map(Card::make);
        for (index, card) in cards.iter().enumerate() {
            if card.card_index != index {
                let wrong = Invalid::form("card_index", "be the place of the card, from 0");
                return Err(wrong.within("action.cards", index));
            }
            if Some(card.make()) != first {
                let wrong = Invalid::form("type", "be of the kind of the first card");
                return Err(wrong.within("action.cards", index));
            }
        }
        Ok(())
    }

    /// The cards.
    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.action.cards
    }
}

/// The picture or film on top of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMedia(Header);

impl CardMedia {
    /// A picture.
    #[must_use]
    pub fn image(media: impl Into<MediaRef>) -> Self {
        Self(Header::image(media))
    }

    /// A film.
    #[must_use]
    pub fn video(media: impl Into<MediaRef>) -> Self {
        Self(Header::video(media))
    }
}

checked! {
    /// A card of a [`Carousel`].
    #[derive(Debug, Eq)]
    pub struct Card {
        card_index: usize,
        #[serde(rename = "type")]
        kind: CardKind,
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        #[serde(default, skip_serializing_if = "none")]
        body: Option<Words>,
        action: CardAction,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CardKind {
    CtaUrl,
    #[serde(alias = "quick_reply")]
    Button,
    Product,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum CardAction {
    Url(UrlAction),
    Replies { buttons: Vec<QuickReply> },
    Product(ProductAction),
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct QuickReply {
    #[serde(rename = "type")]
    kind: QuickReplyKind,
    quick_reply: Choice,
}

impl std::fmt::Debug for QuickReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("QuickReply(<hidden>)")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum QuickReplyKind {
    QuickReply,
}

impl Card {
    /// Longest text, in characters.
    pub const BODY_MAX_CHARS: usize = 160;
    /// Most line breaks in the text.
    pub const BODY_MAX_BREAKS: usize = 2;

    /// A card with a button that opens an address.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the button is empty or longer than [20 characters](crate::interactive::BUTTON_MAX_CHARS), or the
    /// address no `http` or `https` address.
    pub fn url(
        media: CardMedia,
        display_text: impl Into<String>,
        url: impl Into<String>,
    ) -> Result<Self, Invalid> {
        Self {
            card_index: 0,
            kind: CardKind::CtaUrl,
            header: Some(media.0),
            body: None,
            action: CardAction::Url(UrlAction::new(display_text, url)),
        }
        .checked()
    }

    /// A card with buttons that each answer with an id.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are no buttons, or two have the same id or the same title.
    pub fn quick_replies(
        media: CardMedia,
        buttons: impl IntoIterator<Item = ReplyButton>,
    ) -> Result<Self, Invalid> {
        let buttons = buttons.into_iter().map(|button| QuickReply {
            kind: QuickReplyKind::QuickReply,
            quick_reply: button.into_choice(),
        });
        Self {
            card_index: 0,
            kind: CardKind::Button,
            header: Some(media.0),
            body: None,
            action: CardAction::Replies {
                buttons: buttons.collect(),
            },
        }
        .checked()
    }

    /// A card with a product of a catalog.
    #[must_use]
    pub fn product(catalog_id: CatalogId, product_id: ProductId) -> Self {
        Self {
            card_index: 0,
            kind: CardKind::Product,
            header: None,
            body: None,
            action: CardAction::Product(ProductAction {
                catalog_id,
                product_retailer_id: product_id,
            }),
        }
    }

    /// Puts a text on the card.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty, longer than [160 characters](Self::BODY_MAX_CHARS), has more than
    /// [two line breaks](Self::BODY_MAX_BREAKS), or the card is a product, which has none.
    pub fn body(mut self, body: impl Into<String>) -> Result<Self, Invalid> {
        self.body = Some(Words::new(body));
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        let fits = match (&self.action, self.kind) {
            (CardAction::Url(action), CardKind::CtaUrl) => {
                action.check()?;
                true
            }
            (CardAction::Replies { buttons }, CardKind::Button | CardKind::CtaUrl) => {
                invalid::items_within("action.buttons", buttons.len(), 1, usize::MAX)?;
                for (index, button) in buttons.iter().enumerate() {
                    let checked = button.quick_reply.check();
                    checked.map_err(|error| error.within("action.buttons", index))?;
                }
                check_unique(buttons.iter().map(|button| &button.quick_reply))?;
                true
            }
            (CardAction::Product(_), CardKind::Product) => {
                return if self.header.is_some() {
                    Err(Invalid::form("header", "not be on a card with a product"))
                } else if self.body.is_some() {
                    Err(Invalid::form("body", "not be on a card with a product"))
                } else {
                    Ok(())
                };
            }
            _ => false,
        };
        if !fits {
            return Err(Invalid::form("type", "fit the action of the card"));
        }
        match &self.header {
            Some(Header::Image { .. } | Header::Video { .. }) => {
                check_header(self.header.as_ref())?;
            }
            _ => return Err(Invalid::form("header.type", "be `image` or `video`")),
        }
        let Some(body) = &self.body else {
            return Ok(());
        };
        body.check("body.text", Self::BODY_MAX_CHARS)?;
        if body.as_str().matches('\n').count() > Self::BODY_MAX_BREAKS {
            return Err(Invalid::form("body.text", "have at most 2 line breaks"));
        }
        Ok(())
    }

    /// What all cards of a carousel have in common.
    fn make(&self) -> (u8, u8) {
        let header = match &self.header {
            Some(Header::Image { .. }) => 1,
            Some(_) => 2,
            None => 0,
        };
        let action = match &self.action {
            CardAction::Url(_) => 0,
            CardAction::Replies { .. } => 1,
            CardAction::Product(_) => 2,
        };
        (header, action)
    }

    /// Its place in the carousel, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.card_index
    }

    /// The picture or film on top.
    #[must_use]
    pub fn media(&self) -> Option<&MediaRef> {
        self.header.as_ref()?.media()
    }

    /// The text.
    #[must_use]
    pub fn get_body(&self) -> Option<&str> {
        self.body.as_ref().map(Words::as_str)
    }
}
