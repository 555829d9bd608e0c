//! `location`.

use super::Fields;
use crate::whatsapp::refusal::Outcome;

/// Longest name and address, in characters. What the service takes is not published.
const TEXT_MAX: usize = 1_000;

pub(in crate::whatsapp::messages) fn location(content: &Fields<'_>) -> Outcome<()> {
    content.only(&["latitude", "longitude", "name", "address"])?;
    content.decimal("latitude", -90.0..=90.0)?;
    content.decimal("longitude", -180.0..=180.0)?;
    content.any_text("name", TEXT_MAX)?;
    content.any_text("address", TEXT_MAX)?;
    Ok(())
}
