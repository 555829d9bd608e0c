//! Parameters of header, body and the rest, but for buttons.

use serde_json::Value;

use super::super::content::{location, media};
use super::super::fields::{Fields, wrong};
use super::{BODY_MAX, HEADER_MAX, Set, miscounted, misformed, placeholders};
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Fate;

const LONG: usize = 32_768;

impl Set<'_> {
    pub(super) fn header(&self, component: &Fields<'_>) -> Outcome<Fate> {
        component.only(&["type", "parameters"])?;
        let given = component.optional_list("parameters", 100)?;
        let Some(header) = self.has("HEADER") else {
            return none_wanted("header", &given);
        };
        let format = header["format"].as_str().unwrap_or("TEXT");
        if format == "TEXT" {
            return self.texts("header", header, &given, HEADER_MAX);
        }
        let [parameter] = given.as_slice() else {
            return Err(miscounted("header", given.len(), 1));
        };
        let kind = parameter.text("type", 100)?.to_ascii_lowercase();
        if !format.eq_ignore_ascii_case(&kind) {
            return Err(misformed(format!(
                "header: {kind} was given, the template has {format}."
            )));
        }
        parameter.only(&["type", &kind])?;
        let value = parameter.object(&kind)?;
        match kind.as_str() {
            "location" => location(&value).map(|()| Fate::Arrives),
            "product" => {
                value.only(&["catalog_id", "product_retailer_id"])?;
                value.text("catalog_id", LONG)?;
                value.text("product_retailer_id", LONG)?;
                Ok(Fate::Arrives)
            }
            "document" => media(&kind, &value, &["filename"], self.around),
            _ => media(&kind, &value, &[], self.around),
        }
    }

    pub(super) fn body(&self, component: &Fields<'_>) -> Outcome<Fate> {
        component.only(&["type", "parameters"])?;
        let given = component.optional_list("parameters", 100)?;
        match self.has("BODY") {
            Some(body) => self.texts("body", body, &given, BODY_MAX),
            None => none_wanted("body", &given),
        }
    }

    /// Texts for the placeholders of a component.
    fn texts(
        &self,
        what: &str,
        component: &Value,
        given: &[Fields<'_>],
        most: usize,
    ) -> Outcome<Fate> {
        let wanted = placeholders::of(Some(component));
        if given.len() != wanted.len() {
            return Err(miscounted(what, given.len(), wanted.len()));
        }
        let mut values = Vec::new();
        for (place, parameter) in given.iter().enumerate() {
            let text = text_of(what, parameter)?;
            let name = if self.template.named {
                let name = parameter.optional_text("parameter_name", 100)?;
                let name = name.ok_or_else(|| {
                    misformed(format!("{what}: a parameter has no parameter_name."))
                })?;
                if !wanted.contains(&name) {
                    return Err(misformed(format!("{what}: the template has no {name}.")));
                }
                if values.iter().any(|(known, _)| *known == name) {
                    return Err(misformed(format!("{what}: {name} is given twice.")));
                }
                name
            } else {
                // Positional: the order of the numbers, wherever they stand in the text.
                ordered(&wanted)[place]
            };
            values.push((name, text));
        }
        let text = component["text"].as_str().unwrap_or_default();
        let filled = placeholders::filled(text, &values);
        if filled.chars().count() > most {
            return Err(Refusal::new(codes::TEMPLATE_LONG).details(format!(
                "{what}: more than {most} characters with the parameters in place."
            )));
        }
        Ok(Fate::Arrives)
    }

    /// When a limited-time offer ends.
    pub(super) fn offer(&self, component: &Fields<'_>) -> Outcome<Fate> {
        component.only(&["type", "parameters"])?;
        let given = component.list("parameters", 1..=1)?;
        if self.has("LIMITED_TIME_OFFER").is_none() {
            return none_wanted("limited_time_offer", &given);
        }
        for parameter in given {
            parameter.only(&["type", "limited_time_offer"])?;
            parameter.word("type", "limited_time_offer")?;
            let offer = parameter.object("limited_time_offer")?;
            offer.only(&["expiration_time_ms"])?;
            // Seconds in place of milliseconds would be long ago.
            let ends = offer.whole("expiration_time_ms", 0..=i64::MAX)?;
            if ends <= self.around.now {
                return Err(wrong(format!(
                    "{} is in the past.",
                    offer.at("expiration_time_ms")
                )));
            }
        }
        Ok(Fate::Arrives)
    }

    /// Where a tap on the picture leads.
    pub(super) fn tap_targets(&self, component: &Fields<'_>) -> Outcome<Fate> {
        component.only(&["type", "parameters"])?;
        for parameter in component.list("parameters", 1..=1)? {
            parameter.only(&["type", "tap_target_configuration"])?;
            parameter.word("type", "tap_target_configuration")?;
            for target in parameter.list("tap_target_configuration", 1..=10)? {
                target.only(&["url", "title"])?;
                target.url("url", LONG)?;
                target.text("title", LONG)?;
            }
        }
        let picture = self
            .has("HEADER")
            .is_some_and(|header| header["format"] == "IMAGE");
        if picture {
            Ok(Fate::Arrives)
        } else {
            Err(misformed("tap_target_configuration needs an image header."))
        }
    }
}

/// The numbers of positional placeholders, smallest first.
fn ordered<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let mut ordered = wanted.to_vec();
    ordered.sort_by_key(|name| name.parse::<u32>().unwrap_or(u32::MAX));
    ordered
}

/// The text that a parameter brings.
fn text_of<'a>(what: &str, parameter: &Fields<'a>) -> Outcome<&'a str> {
    let kind = parameter.text("type", 100)?.to_ascii_lowercase();
    match kind.as_str() {
        "text" => {
            parameter.only(&["type", "text", "parameter_name"])?;
            parameter.text("text", LONG)
        }
        "currency" => {
            parameter.only(&["type", "currency", "parameter_name"])?;
            let currency = parameter.object("currency")?;
            currency.only(&["fallback_value", "code", "amount_1000"])?;
            currency.text("code", 3)?;
            currency.whole("amount_1000", i64::MIN..=i64::MAX)?;
            currency.text("fallback_value", LONG)
        }
        "date_time" => {
            parameter.only(&["type", "date_time", "parameter_name"])?;
            parameter.object("date_time")?.text("fallback_value", LONG)
        }
        _ => Err(misformed(format!(
            "{what}: {kind} cannot be put into a text."
        ))),
    }
}

fn none_wanted(what: &str, given: &[Fields<'_>]) -> Outcome<Fate> {
    if given.is_empty() {
        Ok(Fate::Arrives)
    } else {
        Err(miscounted(what, given.len(), 0))
    }
}
