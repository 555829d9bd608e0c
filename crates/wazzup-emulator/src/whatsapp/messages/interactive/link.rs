//! `cta_url`: one button that opens a page.

use super::Fields;
use super::buttons::TITLE_MAX;
use crate::whatsapp::refusal::Outcome;

pub(super) fn cta_url(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "cta_url")?;
    let parameters = action.object("parameters")?;
    parameters.only(&["display_text", "url"])?;
    parameters.text("display_text", TITLE_MAX)?;
    parameters.url("url", 2_000)?;
    Ok(())
}
