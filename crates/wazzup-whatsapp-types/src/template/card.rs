//! The cards of a template.

use super::button::TemplateButton;
use super::component::{Component, Components};
use super::parameter::{HeaderParameter, Parameter};
use crate::invalid::{self, Invalid};

checked! {
    /// What is put in for a card of a template with a carousel.
    #[derive(Debug)]
    pub struct TemplateCard {
        card_index: usize,
        components: Components,
    }
}

impl TemplateCard {
    /// A card with that picture, film or product. It is numbered when it is put into the
    /// [template](super::Template::carousel).
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is something else.
    pub fn new(header: HeaderParameter) -> Result<Self, Invalid> {
        let mut components = Components::default();
        components.put(Component::Header {
            parameters: vec![header],
        });
        Self {
            card_index: 0,
            components,
        }
        .checked()
    }

    /// Puts texts in for the variables of its body, in their order or by their names.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none, or only some of them have a name.
    pub fn body(
        mut self,
        parameters: impl IntoIterator<Item = Parameter>,
    ) -> Result<Self, Invalid> {
        self.components.put(Component::Body {
            parameters: parameters.into_iter().collect(),
        });
        self.checked()
    }

    /// Puts parameters in for the button of that index, from 0.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the index is above 9 or given twice.
    pub fn button(mut self, index: u8, button: TemplateButton) -> Result<Self, Invalid> {
        self.components.put_button(index, button)?;
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.components.check()?;
        for component in self.components.iter() {
            let fits = match component {
                Component::Header { parameters } => parameters.iter().all(|parameter| {
                    matches!(
                        parameter,
                        HeaderParameter::Image { .. }
                            | HeaderParameter::Video { .. }
                            | HeaderParameter::Product { .. }
                    )
                }),
                Component::Body { .. } | Component::Button { .. } => true,
                _ => false,
            };
            if !fits {
                return Err(Invalid::form(
                    "components",
                    "have an image, a video or a product as a header, a body and buttons only",
                ));
            }
        }
        Ok(())
    }

    pub(super) fn numbered(mut self, index: usize) -> Self {
        self.card_index = index;
        self
    }

    /// Its place among the cards, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.card_index
    }

    /// What is put in for its header.
    #[must_use]
    pub fn header(&self) -> Option<&HeaderParameter> {
        self.components.header()
    }
}

/// The rules for all cards together.
pub(super) fn check_cards(cards: &[TemplateCard]) -> Result<(), Invalid> {
    let (min, max) = (super::Template::MIN_CARDS, super::Template::MAX_CARDS);
    invalid::items_within("cards", cards.len(), min, max)?;
    let first = cards[0].components.kinds();
    for (index, card) in cards.iter().enumerate() {
        if card.card_index != index {
            let wrong = Invalid::form("card_index", "be the place of the card, from 0");
            return Err(wrong.within("cards", index));
        }
        if card.components.kinds() != first {
            let wrong = Invalid::form("components", "be of the kinds of the first card");
            return Err(wrong.within("cards", index));
        }
    }
    Ok(())
}
