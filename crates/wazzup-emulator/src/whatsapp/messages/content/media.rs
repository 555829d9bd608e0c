//! `image`, `video`, `audio`, `document`, `sticker`: by id or by link.

use super::{Around, Checked, Fields};
use crate::whatsapp::codes;
use crate::whatsapp::messages::fields::wrong;
use crate::whatsapp::refusal::{Outcome, Refusal};
use crate::whatsapp::state::Fate;

/// Longest caption, in characters.
const CAPTION_MAX: usize = 1_024;

const MEGABYTE: usize = 1024 * 1024;

/// Which keys a media object may have beside `id` and `link`.
pub(in crate::whatsapp::messages) type Allowed = &'static [&'static str];

/// A message of media.
pub(super) fn message(kind: &str, content: &Fields<'_>, around: &Around<'_>) -> Outcome<Checked> {
    let allowed: Allowed = match kind {
        "audio" => &["voice"],
        "document" => &["caption", "filename"],
        "sticker" => &[],
        _ => &["caption"],
    };
    let fate = media(kind, content, allowed, around)?;
    content.any_text("caption", CAPTION_MAX)?;
    if content.optional_flag("voice")? == Some(true)
        && let Some(id) = content.get("id").and_then(|id| id.as_str())
        && let Some(medium) = around.graph.media.get(id, around.now)
        && !medium.mime_type.starts_with("audio/ogg")
    {
        let why = "A voice message must be audio/ogg.".to_owned();
        return Ok(Checked::with(Fate::Fails(codes::MEDIA, why)));
    }
    Ok(Checked::with(fate))
}

/// A media object, wherever it stands. What is found wrong with the file itself fails later.
pub(in crate::whatsapp::messages) fn media(
    kind: &str,
    content: &Fields<'_>,
    allowed: Allowed,
    around: &Around<'_>,
) -> Outcome<Fate> {
    content.only(&[&["id", "link"], allowed].concat())?;
    content.any_text("filename", 240)?;
    let id = content.optional_text("id", usize::MAX)?;
    match (id, content.has("link")) {
        (Some(_), true) => Err(wrong(format!(
            "{} and {} cannot both be given.",
            content.at("id"),
            content.at("link")
        ))),
        (None, true) => content.url("link", usize::MAX).map(|_| Fate::Arrives),
        (None, false) => Err(Refusal::new(codes::MISSING).details(format!(
            "{} or {} is required.",
            content.at("id"),
            content.at("link")
        ))),
        (Some(id), false) => {
            let medium = around.graph.media.get(id, around.now);
            let medium = medium.filter(|medium| medium.owner == around.number.id);
            let medium = medium.ok_or_else(|| {
                Refusal::parameter(format!(
                    "{} is not the id of a medium of this number.",
                    content.at("id")
                ))
            })?;
            Ok(judge(kind, &medium.mime_type, medium.bytes.len()))
        }
    }
}

/// Whether a file can be sent as this type.
fn judge(kind: &str, mime_type: &str, size: usize) -> Fate {
    let bare = mime_type.split(';').next().unwrap_or(mime_type).trim();
    let (types, most): (&[&str], usize) = match kind {
        "image" => (&["image/jpeg", "image/png"], 5 * MEGABYTE),
        "video" | "gif" => (&["video/mp4", "video/3gpp"], 16 * MEGABYTE),
        "audio" => (
            &[
                "audio/aac",
                "audio/amr",
                "audio/mpeg",
                "audio/mp4",
                "audio/ogg",
            ],
            16 * MEGABYTE,
        ),
        "sticker" => (&["image/webp"], 500 * 1024),
        // Any type goes through as a document.
        _ => (&[], 100 * MEGABYTE),
    };
    if !types.is_empty() && !types.contains(&bare) {
        return Fate::Fails(
            codes::MEDIA,
            format!("A medium of type {bare} is no {kind}."),
        );
    }
    if size > most {
        let why = format!("The medium has {size} bytes, {most} are allowed.");
        return Fate::Fails(codes::MEDIA, why);
    }
    Fate::Arrives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_to_fit_the_type() {
        assert_eq!(judge("image", "image/png", 10), Fate::Arrives);
        assert_eq!(judge("audio", "audio/ogg; codecs=opus", 10), Fate::Arrives);
        assert_eq!(judge("document", "text/csv", 10), Fate::Arrives);
        assert!(matches!(
            judge("image", "image/webp", 10),
            Fate::Fails(131_053, _)
        ));
        assert!(matches!(
            judge("sticker", "image/webp", 600_000),
            Fate::Fails(131_053, _)
        ));
    }
}
