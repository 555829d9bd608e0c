//! `text`.

use super::{Checked, Fields};
use crate::whatsapp::refusal::Outcome;

/// Longest body, in characters.
const BODY_MAX: usize = 4_096;

pub(super) fn text(content: &Fields<'_>) -> Outcome<Checked> {
    content.only(&["body", "preview_url"])?;
    content.text("body", BODY_MAX)?;
    content.optional_flag("preview_url")?;
    Ok(Checked::free())
}
