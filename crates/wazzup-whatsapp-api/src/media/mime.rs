//! What type a file is, by its name.

use std::path::Path;

/// The type of a file of this name, if WhatsApp takes it.
pub(crate) fn of_extension(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    let found = EXTENSIONS.iter().find(|(known, _)| *known == extension);
    found.map(|(_, mime_type)| *mime_type)
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
    use wazzup_whatsapp_types::media::MediaKind;

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
    fn every_type_that_is_taken_has_an_extension_and_no_other_one_has() {
        for (extension, mime_type) in EXTENSIONS {
            assert!(MediaKind::of_mime_type(mime_type).is_some(), "{extension}");
        }
        for mime_type in MediaKind::ALL.iter().flat_map(|kind| kind.mime_types()) {
            assert!(
                EXTENSIONS.iter().any(|(_, known)| known == mime_type),
                "{mime_type}"
            );
        }
    }
}
