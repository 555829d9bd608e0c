//! `pin`: in groups only.

use super::{Around, Checked, Fields};
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;
use crate::whatsapp::state::To;

pub(super) fn pin(content: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    content.only(&["type", "message_id", "expiration_days"])?;
    let action = content.one_of("type", &["pin", "unpin"])?;
    content.text("message_id", usize::MAX)?;
    if action == "pin" {
        content.whole("expiration_days", 1..=30)?;
    }
    if matches!(around.to, To::Group(_)) {
        Ok(Checked::free())
    } else {
        Err(wrong("A message can be pinned in a group only."))
    }
}
