//! `voice_call` and `call_permission_request`.

use super::buttons::TITLE_MAX;
use super::{Around, Fields};
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::To;

const DAY: i64 = 24 * 3_600_000;

pub(super) fn voice_call(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "voice_call")?;
    if let Some(parameters) = action.optional_object("parameters")? {
        parameters.only(&["display_text", "ttl_minutes", "payload"])?;
        parameters.optional_text("display_text", TITLE_MAX)?;
        if parameters.has("ttl_minutes") {
            parameters.whole("ttl_minutes", 1..=43_200)?;
        }
        parameters.any_text("payload", 512)?;
    }
    Ok(())
}

/// One request a day, two a week.
pub(super) fn permission(action: &Fields<'_>, around: &Around<'_>) -> Outcome<()> {
    super::named(action, "call_permission_request")?;
    let To::User(wa_id) = around.to else {
        return Ok(());
    };
    let asked = around
        .graph
        .users
        .get(wa_id)
        .and_then(|user| user.permission_requests.get(&around.number.id));
    let within = |days: i64| {
        let lately = |at: &&i64| around.now.saturating_sub(**at) < days * DAY;
        asked.map_or(0, |asked| asked.iter().filter(lately).count())
    };
    if within(1) >= 1 || within(7) >= 2 {
        return Err(Refusal::new(codes::PERMISSION_REQUESTS)
            .details("One request a day and two a week are allowed."));
    }
    Ok(())
}
