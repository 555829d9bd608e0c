use std::{fmt, path::PathBuf};

use wazzup_whatsapp_types::{MediaId, message::MediaRef};

use super::MediaFile;

/// What a message with media is made of: what the service has already, what it can fetch, or a file
/// that is uploaded first.
///
/// ```
/// use wazzup_whatsapp_api::{MediaFile, MediaSource, types::MediaId};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let uploaded = MediaSource::from(MediaId::new("990011")?);
/// let fetched = MediaSource::link("https://shop.example.com/cat.jpg");
/// let sent_along = MediaSource::from(MediaFile::path("cat.jpg"));
/// # Ok(()) }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum MediaSource {
    /// Uploaded already.
    Id(MediaId),
    /// A public address that the service fetches it from. It keeps what it fetched for ten minutes.
    Link(String),
    /// A file, uploaded before the message is sent.
    File(MediaFile),
}

impl MediaSource {
    /// A public address that the service fetches it from.
    pub fn link(url: impl Into<String>) -> Self {
        Self::Link(url.into())
    }
}

impl From<MediaId> for MediaSource {
    fn from(id: MediaId) -> Self {
        Self::Id(id)
    }
}

impl From<MediaRef> for MediaSource {
    fn from(media: MediaRef) -> Self {
        match media {
            MediaRef::Id(id) => Self::Id(id),
            MediaRef::Link(link) => Self::Link(link.into_string()),
            _ => Self::Link(String::new()),
        }
    }
}

impl From<MediaFile> for MediaSource {
    fn from(file: MediaFile) -> Self {
        Self::File(file)
    }
}

impl From<PathBuf> for MediaSource {
    fn from(path: PathBuf) -> Self {
        Self::File(MediaFile::path(path))
    }
}

impl fmt::Debug for MediaSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.debug_tuple("Id").field(id).finish(),
            Self::Link(_) => f.write_str("Link(<hidden>)"),
            Self::File(file) => f.debug_tuple("File").field(file).finish(),
        }
    }
}
