//! `contacts`.

use super::{Checked, Fields};
use crate::whatsapp::codes;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::{Outcome, Refusal};

/// Most contacts of one message.
const CONTACTS_MAX: usize = 257;

const LONG: usize = 1_000;

pub(super) fn contacts(body: &Fields<'_>) -> Outcome<Checked> {
    for contact in body.list("contacts", 1..=CONTACTS_MAX)? {
        one(&contact)?;
    }
    Ok(Checked::free())
}

fn one(contact: &Fields<'_>) -> Outcome<()> {
    contact.only(&[
        "name",
        "birthday",
        "phones",
        "emails",
        "urls",
        "addresses",
        "org",
    ])?;
    let name = contact.object("name")?;
    let parts = ["first_name", "last_name", "middle_name", "suffix", "prefix"];
    name.only(&[&["formatted_name"][..], &parts].concat())?;
    name.text("formatted_name", LONG)?;
    let mut has_part = false;
    for part in parts {
        has_part |= name
            .any_text(part, LONG)?
            .is_some_and(|text| !text.is_empty());
    }
    if !has_part {
        return Err(Refusal::new(codes::MISSING).details(format!(
            "{} needs one part beside formatted_name.",
            contact.at("name")
        )));
    }
    if let Some(birthday) = contact.optional_text("birthday", LONG)?
        && birthday.parse::<jiff::civil::Date>().is_err()
    {
        return Err(wrong(format!(
            "{} must be a date, YYYY-MM-DD.",
            contact.at("birthday")
        )));
    }
    let lists: [(&str, &str, &[&str]); 4] = [
        ("phones", "phone", &["phone", "type", "wa_id"]),
        ("emails", "email", &["email", "type"]),
        ("urls", "url", &["url", "type"]),
        (
            "addresses",
            "",
            &[
                "street",
                "city",
                "state",
                "zip",
                "country",
                "country_code",
                "type",
            ],
        ),
    ];
    for (list, main, keys) in lists {
        for item in contact.optional_list(list, 100)? {
            item.only(keys)?;
            for key in keys {
                item.any_text(key, LONG)?;
            }
            // A phone may be known by its WhatsApp id alone.
            let known_otherwise = main == "phone" && item.has("wa_id");
            if !main.is_empty() && !known_otherwise {
                item.text(main, LONG)?;
            }
        }
    }
    if let Some(org) = contact.optional_object("org")? {
        let keys = ["company", "department", "title"];
        org.only(&keys)?;
        for key in keys {
            org.any_text(key, LONG)?;
        }
    }
    Ok(())
}
