//! `address_message`: the user is asked for an address.

use super::Fields;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::Outcome;

const LONG: usize = 1_000;

const KEYS: [&str; 11] = [
    "name",
    "phone_number",
    "in_pin_code",
    "house_number",
    "floor_number",
    "tower_number",
    "building_name",
    "address",
    "landmark_area",
    "city",
    "state",
];

pub(super) fn address(action: &Fields<'_>) -> Outcome<()> {
    action.only(&["name", "parameters"])?;
    action.word("name", "address_message")?;
    let parameters = action.object("parameters")?;
    parameters.only(&["country", "values", "saved_addresses", "validation_errors"])?;
    let country = parameters.text("country", 2)?;
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(wrong(format!(
            "{} must be the code of a country.",
            parameters.at("country")
        )));
    }
    for given in ["values", "validation_errors"] {
        if let Some(texts) = parameters.optional_object(given)? {
            all(&texts)?;
        }
    }
    for saved in parameters.optional_list("saved_addresses", 100)? {
        saved.only(&["id", "value"])?;
        saved.text("id", LONG)?;
        all(&saved.object("value")?)?;
    }
    Ok(())
}

fn all(texts: &Fields<'_>) -> Outcome<()> {
    texts.only(&KEYS)?;
    for key in KEYS {
        texts.any_text(key, LONG)?;
    }
    Ok(())
}
