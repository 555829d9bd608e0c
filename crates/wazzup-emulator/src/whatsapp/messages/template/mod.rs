//! `template`: against the template that the account has.

mod buttons;
mod cards;
mod parameters;
mod placeholders;

use serde_json::Value;

use super::Via;
use super::content::{Around, Checked};
use super::fields::{Fields, wrong};
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Fate, Template, To};

/// Longest text of a header and of a body once its parameters are in place, in characters.
const HEADER_MAX: usize = 60;
const BODY_MAX: usize = 1_024;

/// Checks the send of a template.
pub(super) fn template(content: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    content.only(&["name", "language", "components"])?;
    let name = content.text("name", 512)?;
    let language = content.object("language")?;
    language.only(&["code", "policy"])?;
    let code = language.text("code", 20)?;
    if language.has("policy") {
        language.word("policy", "deterministic")?;
    }
    let given = content.optional_list("components", 100)?;
    let template = find(around, name, code)?;
    let category = category(template);
    if around.via == Via::Marketing {
        if category != "marketing" {
            return Err(wrong("Only marketing templates go through this call."));
        }
        if matches!(around.to, To::Group(_)) {
            return Err(wrong("This call has no groups."));
        }
    } else if category == "marketing" && around.dialect.marketing_api_only {
        return Err(Refusal::new(codes::MARKETING_API));
    }
    if category == "authentication" && around.by_user_id {
        return Err(Refusal::new(codes::USER_ID));
    }
    let set = Set {
        template,
        components: &template.components,
        around,
    };
    let fate = set.check(&given)?;
    Ok(Checked {
        category: Some(category),
        ..Checked::with(fate)
    })
}

/// The template of this name and language, if it can be sent.
fn find<'a>(around: &Around<'a>, name: &str, language: &str) -> Outcome<&'a Template> {
    let templates = &around.graph.templates;
    let found = templates
        .iter()
        .find(|template| template.name == name && template.language == language);
    let unknown = |why: String| Refusal::new(codes::TEMPLATE_UNKNOWN).details(why);
    match found {
        None => Err(unknown(
            "There is no template of this name and language.".to_owned(),
        )),
        Some(template) => match template.status.as_str() {
            "APPROVED" | "REINSTATED" | "FLAGGED" | "UNARCHIVED" => Ok(template),
            "PAUSED" => Err(Refusal::new(codes::TEMPLATE_PAUSED)),
            "DISABLED" => Err(Refusal::new(codes::TEMPLATE_DISABLED)),
            status => Err(unknown(format!("The template is {status}."))),
        },
    }
}

fn category(template: &Template) -> &'static str {
    match template.category.as_str() {
        "AUTHENTICATION" => "authentication",
        "MARKETING" => "marketing",
        _ => "utility",
    }
}

/// A number of parameters that is not the template's.
fn miscounted(what: &str, given: usize, wanted: usize) -> Refusal {
    Refusal::new(codes::TEMPLATE_COUNT).details(format!(
        "{what}: {given} parameters were given, the template has {wanted}."
    ))
}

/// A parameter that is not of the kind that the template has there.
fn misformed(details: impl Into<String>) -> Refusal {
    Refusal::new(codes::TEMPLATE_FORMAT).details(details)
}

/// Components of a template, or of a card of it.
struct Set<'a> {
    template: &'a Template,
    components: &'a [Value],
    around: &'a Around<'a>,
}

impl Set<'_> {
    fn has(&self, kind: &str) -> Option<&Value> {
        crate::whatsapp::state::component(self.components, kind)
    }

    /// Checks what was given against what there is.
    fn check(&self, given: &[Fields<'_>]) -> Outcome<Fate> {
        let mut fate = Fate::Arrives;
        let mut seen: Vec<String> = Vec::new();
        let mut buttons = Vec::new();
        for component in given {
            let kind = component.text("type", 100)?.to_ascii_lowercase();
            if kind == "button" {
                buttons.push(component);
                continue;
            }
            if seen.contains(&kind) {
                return Err(wrong(format!("The component {kind} is given twice.")));
            }
            let found = match kind.as_str() {
                "header" => self.header(component)?,
                "body" => self.body(component)?,
                "limited_time_offer" => self.offer(component)?,
                "carousel" => self.carousel(component)?,
                "tap_target_configuration" => self.tap_targets(component)?,
                "order_status" => Fate::Arrives,
                _ => return Err(wrong(format!("{} is not known.", component.at("type")))),
            };
            if fate == Fate::Arrives {
                fate = found;
            }
            seen.push(kind);
        }
        self.nothing_missing(&seen)?;
        self.buttons(&buttons)?;
        Ok(fate)
    }

    /// Components that need parameters and got none.
    fn nothing_missing(&self, seen: &[String]) -> Outcome<()> {
        let without = |kind: &str| !seen.iter().any(|given| given == kind);
        if without("header") {
            let wanted = self.header_count();
            if wanted > 0 {
                return Err(miscounted("header", 0, wanted));
            }
        }
        if without("body") {
            let wanted = placeholders::of(self.has("BODY")).len();
            if wanted > 0 {
                return Err(miscounted("body", 0, wanted));
            }
        }
        if without("carousel") && self.has("CAROUSEL").is_some() {
            return Err(miscounted("carousel", 0, 1));
        }
        let offer = self.has("LIMITED_TIME_OFFER");
        let expires =
            offer.is_some_and(|offer| offer["limited_time_offer"]["has_expiration"] == true);
        if without("limited_time_offer") && expires {
            return Err(miscounted("limited_time_offer", 0, 1));
        }
        Ok(())
    }

    fn header_count(&self) -> usize {
        let Some(header) = self.has("HEADER") else {
            return 0;
        };
        match header["format"].as_str() {
            Some("TEXT") | None => placeholders::of(Some(header)).len(),
            Some(_) => 1,
        }
    }
}
