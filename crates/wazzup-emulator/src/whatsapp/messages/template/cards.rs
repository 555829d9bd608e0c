//! The cards of a carousel template.

use serde_json::Value;

use super::super::fields::{Fields, wrong};
use super::{Set, miscounted};
use crate::whatsapp::refusal::Outcome;
use crate::whatsapp::state::Fate;

impl Set<'_> {
    pub(super) fn carousel(&self, component: &Fields<'_>) -> Outcome<Fate> {
        component.only(&["type", "cards"])?;
        let given = component.list("cards", 1..=10)?;
        let cards = self
            .has("CAROUSEL")
            .and_then(|carousel| carousel["cards"].as_array());
        let cards = cards.map(Vec::as_slice).unwrap_or_default();
        if given.len() != cards.len() {
            return Err(miscounted("carousel", given.len(), cards.len()));
        }
        let mut fate = Fate::Arrives;
        let mut seen = Vec::new();
        for card in given {
            card.only(&["card_index", "components"])?;
            let index = card.whole("card_index", 0..=9)?;
            let place = usize::try_from(index).unwrap_or(usize::MAX);
            let stored = cards
                .get(place)
                .and_then(|card| card["components"].as_array());
            let (Some(stored), false) = (stored, seen.contains(&place)) else {
                return Err(wrong(format!(
                    "{} must name each card once.",
                    card.at("card_index")
                )));
            };
            seen.push(place);
            let found = self.card(stored, &card)?;
            if fate == Fate::Arrives {
                fate = found;
            }
        }
        Ok(fate)
    }

    fn card(&self, stored: &[Value], card: &Fields<'_>) -> Outcome<Fate> {
        let set = Set {
            template: self.template,
            components: stored,
            around: self.around,
        };
        set.check(&card.optional_list("components", 100)?)
    }
}
