//! `button`: one to three answers to tap.

use super::{Fields, distinct};
use crate::whatsapp::refusal::Outcome;

/// Longest id of a button, in characters.
pub(super) const ID_MAX: usize = 256;

/// Longest title of a button, in characters.
pub(super) const TITLE_MAX: usize = 20;

pub(super) fn reply(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["buttons"])?;
    replies(action, "reply", 3)
}

/// Buttons whose answer stands under `kind`.
pub(super) fn replies(action: &Fields<'_>, kind: &str, most: usize) -> Outcome<()> {
    let mut ids = Vec::new();
    let mut titles = Vec::new();
    for button in action.list("buttons", 1..=most)? {
        button.only(&["type", kind])?;
        button.word("type", kind)?;
        let reply = button.object(kind)?;
        reply.only(&["id", "title"])?;
        ids.push(reply.text("id", ID_MAX)?);
        titles.push(reply.text("title", TITLE_MAX)?);
    }
    distinct("The ids of buttons", ids.into_iter())?;
    distinct("The titles of buttons", titles.into_iter())
}
