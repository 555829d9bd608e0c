//! `flow`: a button that opens a flow. Whether the flow exists is not looked at.

use super::Fields;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;

/// Longest label of the button, in characters.
const CTA_MAX: usize = 30;

const LONG: usize = 1_000;

pub(super) fn flow(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "flow")?;
    let parameters = action.object("parameters")?;
    parameters.only(&[
        "mode",
        "flow_message_version",
        "flow_token",
        "flow_id",
        "flow_name",
        "flow_cta",
        "flow_action",
        "flow_action_payload",
    ])?;
    if parameters.has("mode") {
        parameters.one_of("mode", &["published", "draft"])?;
    }
    parameters.word("flow_message_version", "3")?;
    parameters.any_text("flow_token", LONG)?;
    match (parameters.has("flow_id"), parameters.has("flow_name")) {
        (true, true) => return Err(wrong("flow_id and flow_name cannot both be given.")),
        (false, true) => parameters.text("flow_name", LONG)?,
        _ => parameters.text("flow_id", LONG)?,
    };
    parameters.text("flow_cta", CTA_MAX)?;
    let opens = match parameters.get("flow_action") {
        None => "navigate",
        Some(_) => parameters.one_of("flow_action", &["navigate", "data_exchange"])?,
    };
    if let Some(payload) = parameters.optional_object("flow_action_payload")? {
        if opens != "navigate" {
            return Err(wrong("flow_action_payload belongs to navigate alone."));
        }
        payload.only(&["screen", "data"])?;
        payload.optional_text("screen", LONG)?;
        if payload
            .get("data")
            .is_some_and(|data| data.as_object().is_none_or(serde_json::Map::is_empty))
        {
            return Err(wrong(
                "flow_action_payload.data must be an object with content.",
            ));
        }
    }
    Ok(())
}
