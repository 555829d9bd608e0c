//! `/{phone}/whatsapp_business_encryption`: the public key that flows of a number encrypt for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use serde_json::{Value, json};

use crate::http::{Call, Reply};
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::{nodes, params};

/// "RSA" as DER names the algorithm of a key.
const RSA: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// How DER begins a number of 2048 bits.
const BITS_2048: &[u8] = &[0x02, 0x82, 0x01, 0x01, 0x00];

pub(super) fn set(call: Call) -> Outcome<Reply> {
    let id = nodes::number(&call)?;
    let params = params::all(&call)?;
    let pem = params::text(&params, "business_public_key")?;
    if der(pem).is_none() {
        return Err(Refusal::parameter(
            "business_public_key must be an RSA key of 2048 bits in PEM, with real line ends.",
        ));
    }
    call.app.with(|world| {
        if let Some(number) = world.whatsapp.number_mut(&id) {
            number.public_key = Some(pem.to_owned());
        }
    });
    Ok(Reply::json(&json!({ "success": true })))
}

pub(super) fn read(call: Call) -> Outcome<Reply> {
    let id = nodes::number_for(&call, &Method::GET)?;
    let world = call.app.world();
    let number = world.whatsapp.number(&id);
    let key = number.and_then(|number| number.public_key.as_ref());
    // Nothing here registers a number anew, which is what spoils a signature.
    let data: Vec<Value> = key
        .map(|pem| {
            json!({
                "business_public_key": pem,
                "business_public_key_signature_status": "VALID",
            })
        })
        .into_iter()
        .collect();
    Ok(Reply::json(&json!({ "data": data })))
}

/// The DER in a PEM, if it is an RSA key of 2048 bits. It is looked at as far as tells that, so that
/// this needs no cryptography.
pub(super) fn der(pem: &str) -> Option<Vec<u8>> {
    let inner = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----")?;
    let inner = inner.strip_suffix("-----END PUBLIC KEY-----")?;
    if !inner.starts_with(['\n', '\r']) || !inner.ends_with(['\n', '\r']) {
        return None;
    }
    let text: String = inner.split_ascii_whitespace().collect();
    let der = STANDARD.decode(text).ok()?;
    // The lengths in front of both take four and nine bytes with every key of this size.
    let is_one = der.get(4..)?.starts_with(RSA) && der.get(28..)?.starts_with(BITS_2048);
    is_one.then_some(der)
}
