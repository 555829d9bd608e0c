//! `carousel`: two to ten cards of one kind.

use super::buttons::replies;
use super::{Around, Fate, Fields, link, media, products};
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;

/// Longest text of a card, in characters.
const BODY_MAX: usize = 160;

/// Most line breaks in it.
const BREAKS_MAX: usize = 2;

/// Most buttons of a card with answers to tap. What the service takes is not published.
const BUTTONS_MAX: usize = 3;

pub(super) fn carousel(action: &Fields<'_>, around: &Around<'_>) -> Outcome<Fate> {
    action.only(&["cards"])?;
    let mut fate = Fate::Arrives;
    let mut first: Option<String> = None;
    for (place, card) in action.list("cards", 2..=10)?.iter().enumerate() {
        let index = card.whole("card_index", 0..=9)?;
        if usize::try_from(index) != Ok(place) {
            return Err(wrong(format!("{} must be {place}.", card.at("card_index"))));
        }
        let shape = one(card, around, &mut fate)?;
        if *first.get_or_insert_with(|| shape.clone()) != shape {
            return Err(wrong("All cards must have the same header and buttons."));
        }
    }
    Ok(fate)
}

/// Checks a card; gives what it consists of.
fn one(card: &Fields<'_>, around: &Around<'_>, fate: &mut Fate) -> Outcome<String> {
    card.only(&["card_index", "type", "header", "body", "action"])?;
    let action = card.object("action")?;
    if card.get("type").is_some_and(|kind| kind == "product") {
        card.only(&["card_index", "type", "action"])?;
        products::product(&action)?;
        return Ok("product".to_owned());
    }
    if card.has("type") {
        card.one_of("type", &["cta_url", "button", "quick_reply"])?;
    }
    let header = card.object("header")?;
    let kind = header.one_of("type", &["image", "video"])?;
    header.only(&["type", kind])?;
    let found = media(kind, &header.object(kind)?, &[], around)?;
    if *fate == Fate::Arrives {
        *fate = found;
    }
    if let Some(body) = card.optional_object("body")? {
        body.only(&["text"])?;
        let text = body.text("text", BODY_MAX)?;
        if text.matches('\n').count() > BREAKS_MAX {
            return Err(wrong(format!(
                "{} has more than {BREAKS_MAX} line breaks.",
                body.at("text")
            )));
        }
    }
    if !action.has("buttons") {
        link::cta_url(&action)?;
        return Ok(format!("{kind} link"));
    }
    action.only(&["buttons"])?;
    replies(&action, "quick_reply", BUTTONS_MAX)?;
    let buttons = action.values("buttons", 1..=BUTTONS_MAX)?.len();
    Ok(format!("{kind} {buttons}"))
}
