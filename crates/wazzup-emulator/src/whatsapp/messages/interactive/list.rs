//! `list`: sections of rows to choose from.

use super::{Fields, distinct};
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;

/// Most sections, and most rows in all of them.
const MOST: usize = 10;

pub(super) fn list(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["button", "sections"])?;
    action.text("button", 20)?;
    let sections = action.list("sections", 1..=MOST)?;
    let mut ids = Vec::new();
    for section in &sections {
        section.only(&["title", "rows"])?;
        title(section, sections.len())?;
        for row in section.list("rows", 1..=MOST)? {
            row.only(&["id", "title", "description"])?;
            ids.push(row.text("id", 200)?);
            row.text("title", 24)?;
            row.any_text("description", 72)?;
        }
    }
    if ids.len() > MOST {
        return Err(wrong(format!(
            "{} rows are in all sections, {MOST} are allowed.",
            ids.len()
        )));
    }
    distinct("The ids of rows", ids.into_iter())
}

/// The title of a section, which is needed where there are several.
pub(super) fn title(section: &Fields<'_>, sections: usize) -> Outcome<()> {
    if sections > 1 {
        section.text("title", 24).map(|_| ())
    } else {
        section.any_text("title", 24).map(|_| ())
    }
}
