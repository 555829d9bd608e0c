//! Parameters of buttons.

use serde_json::Value;

use super::super::fields::{Fields, wrong};
use super::super::interactive::sections;
use super::{Set, miscounted, misformed, placeholders};
use crate::whatsapp::refusal::Outcome;

/// Longest payload of a quick reply, in characters.
const PAYLOAD_MAX: usize = 256;

/// Longest code for a one-time password or a coupon, in characters.
const CODE_MAX: usize = 15;

/// Longest rest of a URL, in characters.
const SUFFIX_MAX: usize = 2_000;

impl Set<'_> {
    /// Checks the components of buttons, and that none is missing.
    pub(super) fn buttons(&self, given: &[&Fields<'_>]) -> Outcome<()> {
        let buttons = self
            .has("BUTTONS")
            .and_then(|component| component["buttons"].as_array());
        let buttons = buttons.map(Vec::as_slice).unwrap_or_default();
        let mut seen = Vec::new();
        for component in given {
            component.only(&["type", "sub_type", "index", "parameters"])?;
            let index = component.whole("index", 0..=9)?;
            let place = usize::try_from(index).unwrap_or(usize::MAX);
            let Some(button) = buttons.get(place) else {
                return Err(miscounted("button", given.len(), buttons.len()));
            };
            if seen.contains(&place) {
                return Err(wrong(format!("The button {place} is given twice.")));
            }
            self.button(component, button)?;
            seen.push(place);
        }
        for (place, button) in buttons.iter().enumerate() {
            if needs_parameter(button) && !seen.contains(&place) {
                return Err(miscounted(&format!("button {place}"), 0, 1));
            }
        }
        Ok(())
    }

    fn button(&self, component: &Fields<'_>, button: &Value) -> Outcome<()> {
        let kind = component.text("sub_type", 100)?.to_ascii_lowercase();
        let has = button["type"].as_str().unwrap_or_default();
        if sub_type(has) != kind {
            return Err(misformed(format!("{kind} was given, the button is {has}.")));
        }
        let parameters = component.list("parameters", 0..=2)?;
        let one = || match parameters.as_slice() {
            [one] => Ok(one),
            more => Err(miscounted("button", more.len(), 1)),
        };
        match kind.as_str() {
            "quick_reply" => {
                let one = one()?;
                one.only(&["type", "payload"])?;
                of_type(one, "payload")?;
                one.text("payload", PAYLOAD_MAX)?;
            }
            "url" => {
                if !needs_parameter(button) {
                    return Err(miscounted("button", parameters.len(), 0));
                }
                let one = one()?;
                one.only(&["type", "text"])?;
                of_type(one, "text")?;
                let code = button.get("otp_type").is_some();
                one.text("text", if code { CODE_MAX } else { SUFFIX_MAX })?;
            }
            "copy_code" => {
                let one = one()?;
                one.only(&["type", "coupon_code"])?;
                of_type(one, "coupon_code")?;
                one.text("coupon_code", CODE_MAX)?;
            }
            "voice_call" => {
                for parameter in &parameters {
                    let kind = parameter.one_of("type", &["ttl_minutes", "payload"])?;
                    parameter.only(&["type", kind])?;
                    if kind == "payload" {
                        parameter.text("payload", 512)?;
                    } else {
                        parameter.whole("ttl_minutes", 1..=43_200)?;
                    }
                }
            }
            _ => {
                let one = one()?;
                one.only(&["type", "action"])?;
                of_type(one, "action")?;
                action(&kind, &one.object("action")?)?;
            }
        }
        Ok(())
    }
}

/// What a button of a flow, a catalog or products does.
fn action(kind: &str, action: &Fields<'_>) -> Outcome<()> {
    const LONG: usize = 1_000;
    match kind {
        "flow" => {
            action.only(&["flow_token", "flow_action_data"])?;
            action.any_text("flow_token", LONG)?;
            action.optional_object("flow_action_data")?;
        }
        "mpm" => {
            action.only(&["thumbnail_product_retailer_id", "sections"])?;
            action.text("thumbnail_product_retailer_id", LONG)?;
            sections(action)?;
        }
        _ => {
            action.only(&["thumbnail_product_retailer_id"])?;
            action.optional_text("thumbnail_product_retailer_id", LONG)?;
        }
    }
    Ok(())
}

/// The type of a parameter, in whichever case.
fn of_type(parameter: &Fields<'_>, wanted: &str) -> Outcome<()> {
    let kind = parameter.text("type", 100)?;
    if kind.eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(misformed(format!(
            "{kind} was given, the button takes {wanted}."
        )))
    }
}

/// What the send calls a button of this type.
fn sub_type(kind: &str) -> String {
    match kind.to_ascii_lowercase().as_str() {
        // A one-time password reads back as a URL and is sent as one.
        "otp" => "url".to_owned(),
        other => other.to_owned(),
    }
}

/// Whether a template cannot be sent without a parameter for this button.
fn needs_parameter(button: &Value) -> bool {
    match button["type"].as_str() {
        Some("URL") => {
            let url = button["url"].as_str().unwrap_or_default();
            !placeholders::within(url).is_empty()
        }
        Some("OTP" | "COPY_CODE" | "MPM") => true,
        _ => false,
    }
}
