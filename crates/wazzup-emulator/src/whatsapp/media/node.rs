//! `/{media}`: what a file is, and where its bytes are for the next minutes.

use serde_json::json;

use super::file;
use crate::http::{Call, Reply};
use crate::whatsapp::refusal::{Outcome, Refusal};

pub(in crate::whatsapp) fn read(call: &Call) -> Outcome<Reply> {
    owned(call, &http::Method::GET)?;
    let (id, now) = (call.param("id"), call.app.clock.now());
    let world = call.app.world();
    let medium = world.whatsapp.media.get(id, now);
    let medium = medium.ok_or_else(|| Refusal::no_such_object(&http::Method::GET))?;
    let lives = world.knobs.whatsapp.limits.media_url_ms;
    Ok(Reply::json(&json!({
        "messaging_product": "whatsapp",
        "url": file::address(call.app.url(), id, now, lives),
        "mime_type": medium.mime_type,
        "sha256": medium.sha256,
        "file_size": medium.bytes.len().to_string(),
        "id": id,
    })))
}

pub(in crate::whatsapp) fn delete(call: &Call) -> Outcome<Reply> {
    owned(call, &http::Method::DELETE)?;
    let id = call.param("id");
    call.app.with(|world| world.whatsapp.media.remove(id));
    Ok(Reply::json(&json!({ "success": true })))
}

/// A call may say whose file it means, and then means no other's.
fn owned(call: &Call, method: &http::Method) -> Outcome<()> {
    let Some(owner) = call.query("phone_number_id") else {
        return Ok(());
    };
    let (id, now) = (call.param("id"), call.app.clock.now());
    let world = call.app.world();
    let medium = world.whatsapp.media.get(id, now);
    if medium.is_some_and(|medium| medium.owner == owner) {
        Ok(())
    } else {
        Err(Refusal::no_such_object(method))
    }
}
