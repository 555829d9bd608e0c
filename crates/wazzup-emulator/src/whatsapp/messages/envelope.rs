//! What all messages have in common, before anything is known of the content.

use super::Via;
use super::fields::{Fields, wrong};
use crate::whatsapp::refusal::{Outcome, Refusal};

/// Longest `biz_opaque_callback_data`, in characters.
const TRACKER_MAX: usize = 512;

/// Types of messages, each with a key of the same name for its content.
const KINDS: [&str; 12] = [
    "text",
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "template",
    "interactive",
    "pin",
];

/// What is around the content.
pub(super) struct Envelope<'a> {
    pub(super) kind: &'static str,
    pub(super) tracker: Option<&'a str>,
    pub(super) identity: Option<&'a str>,
}

/// Reads it.
pub(super) fn envelope<'a>(body: &Fields<'a>, via: Via) -> Outcome<Envelope<'a>> {
    match body
        .get("messaging_product")
        .and_then(|product| product.as_str())
    {
        Some("whatsapp") => {}
        Some(_) => return Err(Refusal::parameter("messaging_product must be whatsapp.")),
        None => {
            return Err(Refusal::parameter(
                "The parameter messaging_product is required.",
            ));
        }
    }
    let wanted = body.optional_text("type", usize::MAX)?.unwrap_or("text");
    let kind = KINDS.iter().find(|kind| **kind == wanted);
    let kind = *kind
        .ok_or_else(|| Refusal::parameter(format!("type must be one of {}.", KINDS.join(", "))))?;
    let mut keys = vec![
        "messaging_product",
        "recipient_type",
        "to",
        "recipient",
        "type",
        "context",
        "biz_opaque_callback_data",
        "recipient_identity_key_hash",
        kind,
    ];
    if via == Via::Marketing {
        keys.extend(["message_activity_sharing", "product_policy"]);
        if kind != "template" {
            return Err(Refusal::parameter("type must be template in this call."));
        }
        body.optional_flag("message_activity_sharing")?;
        if body.has("product_policy") {
            body.one_of("product_policy", &["CLOUD_API_FALLBACK", "STRICT"])?;
        }
    }
    body.only(&keys)?;
    if let Some(context) = body.optional_object("context")? {
        context.only(&["message_id"])?;
        context.text("message_id", usize::MAX)?;
        if kind == "reaction" {
            return Err(wrong("A reaction cannot be a reply."));
        }
    }
    Ok(Envelope {
        kind,
        tracker: body.optional_text("biz_opaque_callback_data", TRACKER_MAX)?,
        identity: body.optional_text("recipient_identity_key_hash", usize::MAX)?,
    })
}
