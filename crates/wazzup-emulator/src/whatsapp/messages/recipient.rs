//! Who a message is for.

use serde_json::{Map, Value};

use super::fields::{Fields, wrong};
use crate::whatsapp::codes;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::{Graph, To};

/// The recipient of a message, as it was written and as it is meant.
pub(super) struct Addressed {
    pub(super) to: To,
    /// The element of `contacts` in the answer.
    pub(super) contact: Value,
    /// Whether it was named by a business-scoped id alone.
    pub(super) by_user_id: bool,
}

/// Reads `to`, `recipient` and `recipient_type`.
pub(super) fn addressed(graph: &Graph, phone: &str, body: &Fields<'_>) -> Outcome<Addressed> {
    let group = match body.get("recipient_type") {
        None => false,
        Some(_) => body.one_of("recipient_type", &["individual", "group"])? == "group",
    };
    let to = body.optional_text("to", usize::MAX)?;
    let recipient = body.optional_text("recipient", usize::MAX)?;
    let mut contact = Map::new();
    if group {
        let id = to.ok_or_else(|| Refusal::parameter("The parameter to is required."))?;
        if graph.group(id).is_none() {
            return Err(Refusal::new(codes::GROUP));
        }
        contact.insert("input".to_owned(), id.into());
        return Ok(Addressed {
            to: To::Group(id.to_owned()),
            contact: contact.into(),
            by_user_id: false,
        });
    }
    if let Some(id) = recipient
        && !is_user_id(id)
    {
        return Err(wrong("recipient is not a business-scoped user id."));
    }
    let addressed = match (to, recipient) {
        (Some(input), _) => {
            let wa_id = number(input, phone).ok_or_else(|| wrong("to is not a phone number."))?;
            contact.insert("input".to_owned(), input.into());
            contact.insert("wa_id".to_owned(), wa_id.as_str().into());
            if let Some(id) = recipient {
                contact.insert("user_id".to_owned(), id.into());
            }
            To::User(wa_id)
        }
        (None, Some(id)) => {
            contact.insert("input".to_owned(), id.into());
            contact.insert("user_id".to_owned(), id.into());
            match graph.users.number_of(id) {
                Some(wa_id) => To::User(wa_id),
                None => To::Nobody(id.to_owned()),
            }
        }
        (None, None) => return Err(Refusal::parameter("The parameter to is required.")),
    };
    if addressed == To::User(phone.to_owned()) {
        return Err(Refusal::new(codes::TO_ITSELF));
    }
    Ok(Addressed {
        to: addressed,
        contact: contact.into(),
        by_user_id: to.is_none(),
    })
}

/// The digits of a number with its calling code, as it may be written. Without a plus, a number that
/// is too short to have a calling code gets that of the business number: all numbers here have the
/// code 1.
pub(super) fn number(text: &str, phone: &str) -> Option<String> {
    let text = text.trim();
    let digits: String = text
        .chars()
        .filter(|letter| !matches!(letter, '+' | '-' | '(' | ')' | ' '))
        .collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let national = phone.len() - 1;
    let whole = if text.starts_with('+') || digits.len() > national {
        digits
    } else {
        format!("{}{digits}", &phone[..1])
    };
    (7..=15).contains(&whole.len()).then_some(whole)
}

/// `NL.90210`, or `NL.ENT.77` of a parent portfolio.
pub(super) fn is_user_id(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else {
        return false;
    };
    let rest = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=128).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let own = "15550109000";
        for text in ["+1 (555) 010-4477", "15550104477", "555 010 4477"] {
            assert_eq!(number(text, own).as_deref(), Some("15550104477"), "{text}");
        }
        assert_eq!(number("+31612345678", own).as_deref(), Some("31612345678"));
        for text in ["", "abc", "+12", "1234567890123456", "1555.0104477"] {
            assert_eq!(number(text, own), None, "{text}");
        }
    }

    #[test]
    fn a_user_id_begins_with_a_country() {
        for id in ["NL.90210", "NL.ENT.77", "US.abc9"] {
            assert!(is_user_id(id), "{id}");
        }
        for id in ["nl.1", "NL", "NL.", "NL.ENT.", "NLD.1", "1555"] {
            assert!(!is_user_id(id), "{id}");
        }
    }
}
