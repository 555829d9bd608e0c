//! Ids: a type for each, so that two cannot be swapped.
//!
//! What is read is taken as it comes; `new` checks the documented form of what is about to be sent.

use crate::invalid::{self, Invalid};

string_id! {
    /// Id of a business phone number, which is not the number itself: digits.
    PhoneNumberId, "phone_number_id", check node_id
}

string_id! {
    /// Id of a WhatsApp Business account: digits.
    WabaId, "waba_id", check node_id
}

string_id! {
    /// Id of a business portfolio: digits.
    BusinessId, "business_id", check node_id
}

string_id! {
    /// Id of an app: digits.
    AppId, "app_id", check node_id
}

string_id! {
    /// Id of a message, in either direction: `wamid.` and base64, to be treated as opaque.
    MessageId, "message_id"
}

string_id! {
    /// Id of a call: `wacid.` and base64, to be treated as opaque.
    CallId, "call_id"
}

string_id! {
    /// Id of media that the service holds: digits.
    MediaId, "media_id", check node_id
}

string_id! {
    /// Id of a message template: digits.
    TemplateId, "template_id", check node_id
}

string_id! {
    /// Id of a flow: digits.
    FlowId, "flow_id", check node_id
}

string_id! {
    /// Id of a product catalog: digits.
    CatalogId, "catalog_id", check node_id
}

string_id! {
    /// Id of a product in its catalog, chosen by the seller.
    ProductId, "product_retailer_id"
}

string_id! {
    /// A user's phone number as the service writes it: E.164 without the `+`, digits only. It has
    /// no `Display` and `Debug` masks it.
    WaId, "wa_id", check invalid::digits; personal
}

string_id! {
    /// Id of a user for one business portfolio: two capital letters of a country, a dot, and at
    /// most 128 letters and digits. It changes when the user changes the number.
    Bsuid, "user_id", check bsuid; personal
}

string_id! {
    /// Id of a user for all portfolios that are linked to each other: as [`Bsuid`], with `ENT.`
    /// before the second part.
    ParentBsuid, "parent_user_id", check parent_bsuid; personal
}

string_id! {
    /// Id of a group, to be treated as opaque.
    GroupId, "group_id"
}

string_id! {
    /// A phone number as people write it: digits, with `+`, `-`, spaces and parentheses.
    ///
    /// Without a `+`, the service puts the calling code of the sending number in front.
    PhoneNumber, "phone_number", check phone_number; personal
}

string_id! {
    /// The name that a user or a business has chosen, without `@`.
    Username, "username", check invalid::no_at_sign; personal
}

string_id! {
    /// Code of a QR code with a message: 14 capital letters and digits.
    QrCode, "code", check qr_code
}

string_id! {
    /// Hash of the identity of a user, which changes when they register anew.
    ///
    /// See [`OutgoingMessage::identity_key_hash`](crate::OutgoingMessage::identity_key_hash).
    IdentityKeyHash, "identity_key_hash"; personal
}

impl PhoneNumber {
    /// The digits alone.
    #[must_use]
    pub fn digits(&self) -> String {
        self.as_str().chars().filter(char::is_ascii_digit).collect()
    }

    /// Whether it begins with the calling code of its country, so that it means the same number
    /// wherever it is called from.
    #[must_use]
    pub fn is_international(&self) -> bool {
        self.as_str().trim_start().starts_with('+')
    }
}

fn node_id(field: &'static str, value: &str) -> Result<(), Invalid> {
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Invalid::form(field, "be digits only"))
}

/// What follows `XX.`, for two capital letters.
fn behind_country(value: &str) -> Option<&str> {
    match value.as_bytes() {
        [first, second, b'.', ..] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
            value.get(3..)
        }
        _ => None,
    }
}

fn is_part(value: &str) -> bool {
    (1..=128).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn bsuid(field: &'static str, value: &str) -> Result<(), Invalid> {
    match behind_country(value) {
        Some(rest) if is_part(rest) => Ok(()),
        _ => Err(Invalid::form(
            field,
            "be two capital letters, a dot and at most 128 letters and digits",
        )),
    }
}

fn parent_bsuid(field: &'static str, value: &str) -> Result<(), Invalid> {
    match behind_country(value).and_then(|rest| rest.strip_prefix("ENT.")) {
        Some(rest) if is_part(rest) => Ok(()),
        _ => Err(Invalid::form(
            field,
            "be two capital letters, `.ENT.` and at most 128 letters and digits",
        )),
    }
}

/// Whether a character is one that may stand between the digits of a phone number.
pub(crate) fn is_phone_mark(mark: char) -> bool {
    matches!(mark, '+' | '-' | ' ' | '(' | ')')
}

fn phone_number(field: &'static str, value: &str) -> Result<(), Invalid> {
    let known = |letter: char| letter.is_ascii_digit() || is_phone_mark(letter);
    if value.chars().all(known) && value.contains(|letter: char| letter.is_ascii_digit()) {
        return Ok(());
    }
    Err(Invalid::form(
        field,
        "be digits, with nothing else than `+`, `-`, spaces and parentheses",
    ))
}

fn qr_code(field: &'static str, value: &str) -> Result<(), Invalid> {
    let known = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if value.len() == 14 && value.bytes().all(known) {
        return Ok(());
    }
    Err(Invalid::form(field, "be 14 capital letters and digits"))
}
