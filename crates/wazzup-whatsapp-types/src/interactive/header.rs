//! What stands above the body.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::invalid::{self, Invalid};
use crate::message::{Document, Image, MediaRef, Video, none};

/// What stands above the body of a message: a text, a picture, a film or a file.
///
/// Not every kind of message takes every one of them: those that take fewer ask for them by name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Header {
    /// A text.
    #[non_exhaustive]
    Text {
        /// The text.
        text: String,
    },
    /// A picture.
    #[non_exhaustive]
    Image {
        /// The picture.
        image: MediaRef,
    },
    /// A film.
    #[non_exhaustive]
    Video {
        /// The film.
        video: MediaRef,
    },
    /// A file.
    #[non_exhaustive]
    Document {
        /// The file.
        document: HeaderDocument,
    },
}

/// A file above the body of a message.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HeaderDocument {
    /// Where it is.
    #[serde(flatten)]
    pub media: MediaRef,
    /// Its name, whose extension decides which icon is shown.
    #[serde(default, skip_serializing_if = "none")]
    pub filename: Option<String>,
}

masked_debug! { HeaderDocument { media; hidden: filename } }

impl Header {
    /// Longest text, in characters.
    pub const TEXT_MAX_CHARS: usize = 60;

    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [60 characters](Self::TEXT_MAX_CHARS).
    pub fn text(text: impl Into<String>) -> Result<Self, Invalid> {
        let header = Self::Text { text: text.into() };
        header.check()?;
        Ok(header)
    }

    /// A picture.
    #[must_use]
    pub fn image(media: impl Into<MediaRef>) -> Self {
        let image = media.into();
        Self::Image { image }
    }

    /// A film.
    #[must_use]
    pub fn video(media: impl Into<MediaRef>) -> Self {
        let video = media.into();
        Self::Video { video }
    }

    /// A file.
    #[must_use]
    pub fn document(media: impl Into<MediaRef>) -> Self {
        Self::Document {
            document: HeaderDocument {
                media: media.into(),
                filename: None,
            },
        }
    }

    /// A file with a name, whose extension decides which icon is shown.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is empty.
    pub fn named_document(
        media: impl Into<MediaRef>,
        filename: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let header = Self::Document {
            document: HeaderDocument {
                media: media.into(),
                filename: Some(filename.into()),
            },
        };
        header.check()?;
        Ok(header)
    }

    /// The media, if it is not a text.
    #[must_use]
    pub fn media(&self) -> Option<&MediaRef> {
        match self {
            Self::Text { .. } => None,
            Self::Image { image: media } | Self::Video { video: media } => Some(media),
            Self::Document { document } => Some(&document.media),
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            _ => None,
        }
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        if let Self::Text { text } = self {
            invalid::chars_within("header.text", text, Self::TEXT_MAX_CHARS)?;
        }
        if let Self::Document { document } = self
            && let Some(filename) = &document.filename
        {
            invalid::not_empty("header.document.filename", filename)?;
        }
        self.media().map_or(Ok(()), |media| {
            media.check().map_err(|error| error.inside("header"))
        })
    }
}

/// Checks a header that need not be there.
pub(super) fn check_header(header: Option<&Header>) -> Result<(), Invalid> {
    header.map_or(Ok(()), Header::check)
}

/// Checks a header that need not be there, and can be a text only.
pub(super) fn check_text_header(header: Option<&Header>) -> Result<(), Invalid> {
    match header {
        None | Some(Header::Text { .. }) => check_header(header),
        Some(_) => Err(Invalid::form("header.type", "be `text`")),
    }
}

/// Checks a header that need not be there, and can be a picture only.
pub(super) fn check_image_header(header: Option<&Header>) -> Result<(), Invalid> {
    match header {
        None | Some(Header::Image { .. }) => check_header(header),
        Some(_) => Err(Invalid::form("header.type", "be `image`")),
    }
}

impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { .. } => f.write_str("Text(<hidden>)"),
            Self::Image { image } => f.debug_tuple("Image").field(image).finish(),
            Self::Video { video } => f.debug_tuple("Video").field(video).finish(),
            Self::Document { document } => f.debug_tuple("Document").field(document).finish(),
        }
    }
}

/// Without its caption: a header has none.
impl From<Image> for Header {
    fn from(image: Image) -> Self {
        Self::image(image.into_media())
    }
}

/// Without its caption: a header has none.
impl From<Video> for Header {
    fn from(video: Video) -> Self {
        Self::video(video.into_media())
    }
}

/// Without its caption: a header has none.
impl From<Document> for Header {
    fn from(document: Document) -> Self {
        let filename = document.get_filename().map(str::to_owned);
        Self::Document {
            document: HeaderDocument {
                media: document.into_media(),
                filename,
            },
        }
    }
}
