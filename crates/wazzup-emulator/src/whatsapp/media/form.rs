//! `POST /{phone}/media`: a file in a form.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use http::header::CONTENT_TYPE;
use serde_json::json;

use crate::http::{Call, Reply};
use crate::ids::Kind;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Medium;
use crate::whatsapp::{codes, nodes};

/// Bounds of `ttl_minutes`.
const TTL_MINUTES: std::ops::RangeInclusive<u64> = 60..=43_200;

const MEGABYTE: usize = 1024 * 1024;

/// Kinds of files with their largest size.
const TYPES: &[(&str, usize)] = &[
    ("image/jpeg", 5 * MEGABYTE),
    ("image/png", 5 * MEGABYTE),
    ("image/webp", MEGABYTE / 2),
    ("video/mp4", 16 * MEGABYTE),
    ("video/3gpp", 16 * MEGABYTE),
    ("audio/aac", 16 * MEGABYTE),
    ("audio/amr", 16 * MEGABYTE),
    ("audio/mpeg", 16 * MEGABYTE),
    ("audio/mp4", 16 * MEGABYTE),
    ("audio/ogg", 16 * MEGABYTE),
    ("text/plain", 100 * MEGABYTE),
    ("application/pdf", 100 * MEGABYTE),
    ("application/msword", 100 * MEGABYTE),
    ("application/vnd.ms-excel", 100 * MEGABYTE),
    ("application/vnd.ms-powerpoint", 100 * MEGABYTE),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        100 * MEGABYTE,
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        100 * MEGABYTE,
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        100 * MEGABYTE,
    ),
];

struct File {
    name: String,
    mime_type: String,
    bytes: Bytes,
}

#[derive(Default)]
struct Form {
    file: Option<File>,
    product: Option<String>,
    ttl_minutes: Option<String>,
}

pub(super) async fn upload(call: Call) -> Outcome<Reply> {
    let owner = nodes::number(&call)?;
    let form = read(&call).await?;
    if form.product.as_deref() != Some("whatsapp") {
        return Err(Refusal::parameter("messaging_product must be whatsapp."));
    }
    let file = form
        .file
        .ok_or_else(|| Refusal::parameter("The form has no file."))?;
    check(&file.mime_type, file.bytes.len())?;
    let ttl = form.ttl_minutes.map(|text| minutes(&text)).transpose()?;
    let now = call.app.clock.now();
    let medium = Medium::new(owner, file.mime_type, file.bytes).named(Some(file.name));
    let id = call.app.with(|world| {
        let id = world.ids.digits(Kind::Media, 15);
        let lives = world.knobs.whatsapp.limits.uploaded_media_ms;
        let lives = ttl.map_or(lives, |minutes| lives.min(minutes * 60_000));
        let medium = medium.living(now, lives);
        world.whatsapp.media.add(id.clone(), medium, now);
        id
    });
    Ok(Reply::json(&json!({ "id": id })))
}

async fn read(call: &Call) -> Outcome<Form> {
    let unread = |error: multer::Error| Refusal::parameter(format!("The form is broken: {error}."));
    let content_type = call.headers().get(CONTENT_TYPE);
    let boundary = content_type
        .and_then(|value| value.to_str().ok())
        .and_then(|value| multer::parse_boundary(value).ok())
        .ok_or_else(|| Refusal::parameter("The body must be multipart/form-data."))?;
    let body = call.bytes().clone();
    let body = stream::once(async move { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(body, boundary);
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        match part.name() {
            Some("file") => {
                let name = part.file_name().filter(|name| !name.is_empty());
                let name = name.map(str::to_owned);
                let mime_type = part.content_type().map(ToString::to_string);
                form.file = Some(File {
                    name: name.ok_or_else(|| Refusal::parameter("The file has no filename."))?,
                    mime_type: mime_type
                        .ok_or_else(|| Refusal::parameter("The file has no Content-Type."))?,
                    bytes: part.bytes().await.map_err(unread)?,
                });
            }
            Some("messaging_product") => {
                form.product = Some(part.text().await.map_err(unread)?);
            }
            Some("ttl_minutes") => form.ttl_minutes = Some(part.text().await.map_err(unread)?),
            // `type` says the same as the file does.
            _ => {}
        }
    }
    Ok(form)
}

fn minutes(text: &str) -> Outcome<u64> {
    text.parse()
        .ok()
        .filter(|minutes| TTL_MINUTES.contains(minutes))
        .ok_or_else(|| Refusal::parameter("ttl_minutes must be a number from 60 to 43200."))
}

fn check(mime_type: &str, size: usize) -> Outcome<()> {
    let bare = mime_type.split(';').next().unwrap_or(mime_type).trim();
    let most = TYPES
        .iter()
        .find(|(known, _)| bare.eq_ignore_ascii_case(known));
    match most {
        None => Err(Refusal::parameter(format!(
            "Files of the type {bare} are not supported."
        ))),
        Some((_, most)) if size > *most => Err(Refusal::new(codes::MEDIA)
            .details(format!("The file has {size} bytes, {most} are allowed."))),
        Some(_) if size == 0 => Err(Refusal::parameter("The file is empty.")),
        Some(_) => Ok(()),
    }
}
