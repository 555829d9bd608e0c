//! The file of a user's message.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::state::World;
use crate::whatsapp::media;
use crate::whatsapp::state::Medium;

/// Types that bring a file, with what it usually is.
const FILES: [(&str, &str); 5] = [
    ("image", "image/jpeg"),
    ("video", "video/mp4"),
    ("audio", "audio/ogg; codecs=opus"),
    ("document", "application/pdf"),
    ("sticker", "image/webp"),
];

/// The object that describes the file, of a message that brings one.
pub(super) fn of<'a>(
    fields: &'a mut Map<String, Value>,
    kind: &str,
) -> Option<&'a mut Map<String, Value>> {
    FILES.iter().find(|(file, _)| *file == kind)?;
    fields.get_mut(kind)?.as_object_mut()
}

/// A file without an id is uploaded: `data` in base64, or a few bytes. One that is here says what
/// it is, and where.
pub(super) fn keep(
    world: &mut World,
    file: &mut Map<String, Value>,
    kind: &str,
    number: &str,
    now: i64,
    base: &str,
) {
    let data = file.remove("data");
    let id = match file.get("id") {
        Some(id) => id.as_str().unwrap_or_default().to_owned(),
        None => {
            let id = upload(world, file, data.as_ref(), kind, number, now);
            file.insert("id".to_owned(), id.as_str().into());
            id
        }
    };
    let whatsapp = &world.knobs.whatsapp;
    let Some(medium) = world.whatsapp.media.get(&id, now) else {
        return;
    };
    describe(file, kind, medium);
    if whatsapp.dialect.media_urls {
        let url = media::address(base, &id, now, whatsapp.limits.media_url_ms);
        file.entry("url").or_insert_with(|| url.into());
    }
}

fn upload(
    world: &mut World,
    file: &mut Map<String, Value>,
    data: Option<&Value>,
    kind: &str,
    number: &str,
    now: i64,
) -> String {
    let usual = FILES.iter().find(|(file, _)| *file == kind);
    let usual = usual.map_or("application/octet-stream", |(_, usual)| usual);
    let data = data.and_then(Value::as_str).map(|data| {
        let decoded = STANDARD.decode(data);
        decoded.unwrap_or_else(|_| data.as_bytes().to_vec())
    });
    let bytes = data.unwrap_or_else(|| format!("a small {kind}").into_bytes());
    let mime_type = file.get("mime_type").and_then(Value::as_str);
    let name = file.get("filename").and_then(Value::as_str);
    let made = media::File {
        number: number.to_owned(),
        mime_type: mime_type.unwrap_or(usual).to_owned(),
        name: name.map(str::to_owned),
        bytes: Bytes::from(bytes),
    };
    media::keep(world, made, now)
}

/// Says of a file what the webhook does, unless it was said otherwise.
fn describe(file: &mut Map<String, Value>, kind: &str, medium: &Medium) {
    let mut put = |name: &str, value: &str| {
        file.entry(name).or_insert_with(|| value.into());
    };
    put("mime_type", &medium.mime_type);
    put("sha256", &medium.sha256);
    if kind == "document"
        && let Some(name) = &medium.file_name
    {
        put("filename", name);
    }
}
