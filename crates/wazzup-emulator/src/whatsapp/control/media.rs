//! `POST media`: a file that a user may send, before it does.

use std::sync::Arc;

use base64::Engine as _;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::control::{fields, misused};
use crate::http::{Answer, Call, Fail, Reply};
use crate::whatsapp::media::{File, keep};

/// Where it is: a route that takes large bodies.
pub(in crate::whatsapp) const PATH: &str = "/_emulator/whatsapp/media";

pub(super) fn post(call: Call) -> Answer {
    let fields = fields(&call)?;
    let data = text(&fields, "data_base64")?.ok_or_else(|| misused("data_base64 is missing"))?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(data);
    let bytes = bytes.map_err(|_| misused("data_base64 is not base64"))?;
    let mime_type = text(&fields, "mime_type")?.ok_or_else(|| misused("mime_type is missing"))?;
    let name = text(&fields, "filename")?;
    let number = text(&fields, "phoneNumberId")?;
    let id = add(&call.app, mime_type, bytes.into(), name, number).map_err(misused)?;
    Ok(Reply::json(&json!({ "id": id })))
}

fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Fail> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(misused(format!("{name} must be a string"))),
    }
}

/// Keeps a file for a number, the main one unless one is named. The error says what makes no sense.
pub(in crate::whatsapp) fn add(
    app: &Arc<App>,
    mime_type: &str,
    bytes: Bytes,
    name: Option<&str>,
    number: Option<&str>,
) -> Result<String, String> {
    if !mime_type.contains('/') {
        return Err("mime_type is not a type of files".to_owned());
    }
    let now = app.clock.now();
    app.with(|world| {
        let graph = &world.whatsapp;
        let number = match number {
            None => graph.main_number(),
            Some(id) => graph.number(id).ok_or("phoneNumberId is not known")?,
        };
        let file = File {
            number: number.id.clone(),
            mime_type: mime_type.to_owned(),
            name: name.map(str::to_owned),
            bytes,
        };
        Ok(keep(world, file, now))
    })
}
