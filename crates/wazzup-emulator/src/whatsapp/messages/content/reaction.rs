//! `reaction`.

use super::{Around, Checked, Fields};
use crate::whatsapp::codes;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Fate;

/// How old the message may be that is reacted to.
const OLDEST: i64 = 30 * 24 * 3_600_000;

pub(super) fn reaction(content: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    content.only(&["message_id", "emoji"])?;
    let target = content.text("message_id", usize::MAX)?;
    let emoji = content.any_text("emoji", 64)?.ok_or_else(|| {
        Refusal::new(codes::MISSING).details("reaction.emoji is required, empty to remove one.")
    })?;
    // No list of emoji here: letters and spaces are none for sure, and one is all that is allowed.
    if emoji.contains(|letter: char| letter.is_ascii_alphabetic() || letter.is_whitespace()) {
        return Err(wrong("reaction.emoji must be one emoji."));
    }
    let fails = |why: &str| Ok(Checked::with(Fate::Fails(codes::VALUE, why.to_owned())));
    match around.graph.messages.get(target) {
        None => fails("The message is not known."),
        Some(message) if message.kind == "reaction" => fails("The message is a reaction."),
        Some(message) if around.now.saturating_sub(message.at) > OLDEST => {
            fails("The message is older than 30 days.")
        }
        Some(_) => Ok(Checked::free()),
    }
}
