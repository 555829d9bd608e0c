//! The types of files that WhatsApp takes, and how large they may be.

use std::path::Path;

const MB: u64 = 1024 * 1024;

/// The largest image, in bytes: 5 MB.
pub const IMAGE_MAX: u64 = 5 * MB;
/// The largest video or audio, in bytes: 16 MB.
pub const VIDEO_MAX: u64 = 16 * MB;
/// The largest animated sticker, in bytes: 500 KB. One that stands still may have 100 KB.
pub const STICKER_MAX: u64 = 500 * 1024;
/// The largest document, in bytes: 100 MB.
pub const DOCUMENT_MAX: u64 = 100 * MB;

/// The type of a file of this name, if WhatsApp takes it.
pub(crate) fn of_extension(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let found = EXTENSIONS.iter().find(|(known, _)| *known == extension);
    found.map(|(_, mime_type)| *mime_type)
}

/// How large a file of this type may be, whatever it is used for.
pub(crate) fn largest(mime_type: &str) -> u64 {
    let (kind, rest) = mime_type.split_once('/').unwrap_or((mime_type, ""));
    match kind {
        "image" if rest.starts_with("webp") => STICKER_MAX,
        "image" => IMAGE_MAX,
        "video" | "audio" => VIDEO_MAX,
        _ => DOCUMENT_MAX,
    }
}

const EXTENSIONS: &[(&str, &str)] = &[
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("png", "image/png"),
    ("webp", "image/webp"),
    ("mp4", "video/mp4"),
    ("3gp", "video/3gpp"),
    ("aac", "audio/aac"),
    ("amr", "audio/amr"),
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("opus", "audio/ogg"),
    ("txt", "text/plain"),
    ("pdf", "application/pdf"),
    ("doc", "application/msword"),
    ("xls", "application/vnd.ms-excel"),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_follows_from_the_extension_in_any_case() {
        assert_eq!(of_extension(Path::new("a/b.JPG")), Some("image/jpeg"));
        assert_eq!(
            of_extension(Path::new("b.tar.pdf")),
            Some("application/pdf")
        );
        for unknown in ["", "pdf", ".pdf", "a.exe", "a."] {
            assert_eq!(of_extension(Path::new(unknown)), None, "{unknown}");
        }
    }

    #[test]
    fn sizes_go_by_the_kind() {
        for (mime_type, most) in [
            ("image/png", IMAGE_MAX),
            ("image/webp", STICKER_MAX),
            ("audio/ogg; codecs=opus", VIDEO_MAX),
            ("video/mp4", VIDEO_MAX),
            ("application/pdf", DOCUMENT_MAX),
            ("", DOCUMENT_MAX),
        ] {
            assert_eq!(largest(mime_type), most, "{mime_type}");
        }
    }
}
