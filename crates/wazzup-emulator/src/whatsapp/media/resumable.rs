//! `POST /{app}/uploads` and `/upload:…`: uploads that can be resumed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Method;
use serde_json::json;

use crate::http::{Call, Reply};
use crate::ids::Kind;
use crate::whatsapp::entry::Holder;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Upload;
use crate::whatsapp::{codes, nodes, params};

/// What the id of a session begins with.
pub(in crate::whatsapp) const PREFIX: &str = "upload:";

/// What can be uploaded so.
const TYPES: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "video/mp4",
];

pub(super) fn start(call: Call) -> Outcome<Reply> {
    nodes::app(&call, &Method::POST)?;
    let asked = params::all(&call)?;
    let length = params::text(&asked, "file_length")?;
    let length: usize = length
        .parse()
        .ok()
        .filter(|length| *length > 0)
        .ok_or_else(|| Refusal::parameter("file_length must be a number of bytes."))?;
    let mime_type = params::text(&asked, "file_type")?;
    if !TYPES.contains(&mime_type) {
        return Err(Refusal::parameter(format!(
            "Files of the type {mime_type} cannot be uploaded."
        )));
    }
    let mime_type = mime_type.to_owned();
    let id = call.app.with(|world| {
        let id = URL_SAFE_NO_PAD.encode(world.ids.bytes(Kind::Media, 12));
        let id = format!("{PREFIX}{id}");
        let upload = Upload {
            mime_type,
            length,
            received: 0,
        };
        world.whatsapp.uploads.insert(id.clone(), upload);
        id
    });
    Ok(Reply::json(
        &json!({ "id": format!("{id}?sig={}", signature(&id)) }),
    ))
}

/// What shows that the session was begun here.
fn signature(id: &str) -> String {
    format!("AR{}", id.trim_start_matches(PREFIX))
}

/// The session of the call, for whoever may touch it. Without the signature it is only looked at.
fn session<'a>(call: &'a Call, method: &Method) -> Outcome<&'a str> {
    if call.entry().and_then(|entry| entry.holder) == Some(Holder::Stranger) {
        let refusal = Refusal::new(codes::PERMISSION);
        return Err(refusal.details("The token has no permission for this upload."));
    }
    let id = call.param("id");
    match call.query("sig") {
        Some(given) if given == signature(id) => Ok(id),
        None if method == Method::GET => Ok(id),
        _ => Err(Refusal::parameter("sig is not the one of this upload.")),
    }
}

/// How far an upload is.
pub(in crate::whatsapp) fn offset(call: &Call) -> Outcome<Reply> {
    let id = session(call, &Method::GET)?;
    let world = call.app.world();
    let upload = world.whatsapp.uploads.get(id);
    let upload = upload.ok_or_else(|| Refusal::no_such_object(&Method::GET))?;
    Ok(Reply::json(
        &json!({ "id": id, "file_offset": upload.received }),
    ))
}

/// Takes bytes from an offset on; gives the handle once all are there.
pub(in crate::whatsapp) fn take(call: &Call) -> Outcome<Reply> {
    let id = session(call, &Method::POST)?.to_owned();
    let offset = call.headers().get("file_offset");
    let offset: usize = offset
        .and_then(|offset| offset.to_str().ok())
        .and_then(|offset| offset.parse().ok())
        .ok_or_else(|| Refusal::parameter("The header file_offset must be a number of bytes."))?;
    let more = call.bytes().len();
    call.app.with(|world| {
        let upload = world.whatsapp.uploads.get_mut(&id);
        let upload = upload.ok_or_else(|| Refusal::no_such_object(&Method::POST))?;
        if offset != upload.received {
            return Err(Refusal::parameter(format!(
                "file_offset is {offset}, {} bytes are here.",
                upload.received
            )));
        }
        if offset + more > upload.length {
            return Err(Refusal::parameter(format!(
                "{} bytes are more than file_length, {}.",
                offset + more,
                upload.length
            )));
        }
        upload.received += more;
        if upload.received < upload.length {
            return Ok(Reply::json(
                &json!({ "id": id, "file_offset": upload.received }),
            ));
        }
        let kind = URL_SAFE_NO_PAD.encode(&upload.mime_type);
        let handle = format!("4::{kind}:AR{}", &id[PREFIX.len()..]);
        Ok(Reply::json(&json!({ "h": handle })))
    })
}
