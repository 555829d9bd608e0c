use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Mutex,
};

use bytes::Bytes;
use wazzup_transport::{Body, BoxError};

use super::mime;

/// A file to be uploaded: bytes, a file on disk, or a stream.
///
/// ```
/// use wazzup_whatsapp_api::MediaFile;
///
/// let bytes = MediaFile::bytes("cat.jpg", "image/jpeg", vec![0xff, 0xd8]);
/// let on_disk = MediaFile::path("invoices/17.pdf");
/// let odd = MediaFile::path("invoices/17.bin").mime_type("application/pdf").name("17.pdf");
/// ```
///
/// A clone shares bytes and names the same file. A stream can be had only once: what is cloned keeps
/// it, and uploading the clone fails with [`Configuration`](crate::ErrorKind::Configuration).
pub struct MediaFile {
    pub(crate) name: String,
    pub(crate) mime_type: Option<String>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    // In a lock that nobody ever waits for, so that a file can be shared between threads.
    Stream {
        body: Mutex<Body>,
        length: Option<u64>,
    },
    Spent,
}

impl MediaFile {
    /// Bytes, with the name and the type that the file is to have.
    pub fn bytes(
        name: impl Into<String>,
        mime_type: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        Self {
            name: name.into(),
            mime_type: Some(mime_type.into()),
            content: Content::Bytes(bytes.into()),
        }
    }

    /// A file on disk, opened when it is uploaded and read a bit at a time. Its name is that on disk;
    /// its type follows from the extension, for those that WhatsApp takes, unless it is
    /// [set](Self::mime_type).
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy());
        Self {
            name: name.map_or_else(String::new, |name| name.into_owned()),
            mime_type: mime::of_extension(&path).map(str::to_owned),
            content: Content::Path(path),
        }
    }

    /// A stream, with the name and the type that the file is to have. Its length is taken from the
    /// body if that knows it; [`length`](Self::length) sets it. Without one it is sent in chunks.
    pub fn stream<B>(name: impl Into<String>, mime_type: impl Into<String>, body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let length = body.size_hint().exact();
        Self {
            name: name.into(),
            mime_type: Some(mime_type.into()),
            content: Content::Stream {
                body: Mutex::new(Body::streaming(body)),
                length,
            },
        }
    }

    /// Anything that can be read, with the name and the type that the file is to have, and its length
    /// in bytes.
    pub fn reader<R>(
        name: impl Into<String>,
        mime_type: impl Into<String>,
        reader: R,
        length: u64,
    ) -> Self
    where
        R: tokio::io::AsyncRead + Send + 'static,
    {
        Self {
            name: name.into(),
            mime_type: Some(mime_type.into()),
            content: Content::Stream {
                body: Mutex::new(Body::reader(reader, length)),
                length: Some(length),
            },
        }
    }

    /// The name that the file is to have.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The type that the file is to have.
    #[must_use]
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = Some(mime_type.into());
        self
    }

    /// The type that the file is to have: that which was set, or that which follows from the name on disk.
    /// Without one it cannot be uploaded.
    #[must_use]
    pub fn get_mime_type(&self) -> Option<&str> {
        self.mime_type.as_deref()
    }

    /// How many bytes a stream has. Ignored for bytes and for a file on disk, which have their own.
    ///
    /// A stream of another length fails the upload.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        if let Content::Stream { length, .. } = &mut self.content {
            *length = Some(bytes);
        }
        self
    }

    /// How many bytes it has, if that is known.
    pub(crate) async fn length_in_bytes(&self) -> std::io::Result<Option<u64>> {
        Ok(match &self.content {
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Path(path) => Some(tokio::fs::metadata(path).await?.len()),
            Content::Stream { length, .. } => *length,
            Content::Spent => None,
        })
    }

    /// Whether it can be read more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        matches!(self.content, Content::Bytes(_) | Content::Path(_))
    }
}

impl From<PathBuf> for MediaFile {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for MediaFile {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl Clone for MediaFile {
    fn clone(&self) -> Self {
        let content = match &self.content {
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Path(path) => Content::Path(path.clone()),
            Content::Stream { .. } | Content::Spent => Content::Spent,
        };
        Self {
            name: self.name.clone(),
            mime_type: self.mime_type.clone(),
            content,
        }
    }
}

/// Without name and path.
impl fmt::Debug for MediaFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaFile")
            .field("mime_type", &self.mime_type)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Path(_) => f.write_str("a path"),
            Self::Stream { length, .. } => write!(f, "a stream of {length:?} bytes"),
            Self::Spent => f.write_str("a stream that a clone has"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_that_which_was_set_or_follows_from_the_name() {
        assert_eq!(
            MediaFile::path("a.pdf").get_mime_type(),
            Some("application/pdf")
        );
        assert_eq!(MediaFile::path("a.zip").get_mime_type(), None);
        let set = MediaFile::path("a.pdf").mime_type("text/plain");
        assert_eq!(set.get_mime_type(), Some("text/plain"));
    }
}
