//! Pictures, films, sound, files and stickers.

use serde::{Deserialize, Serialize};

use super::{none, off};
use crate::id::MediaId;
use crate::invalid::{self, Invalid};

/// Media in a message: what was uploaded, or a public address that the service fetches it from.
///
/// Media that were uploaded are the better choice: the service keeps what it fetched for ten
/// minutes only, and fetching can fail after the message was taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MediaRef {
    /// Uploaded to the number that sends it.
    Id(MediaId),
    /// Fetched by the service.
    Link(Link),
}

string_id! {
    /// A public address, `http` or `https`, that the service fetches media from. `Debug` masks it.
    Link, "link", check http; personal
}

pub(crate) fn http(field: &'static str, value: &str) -> Result<(), Invalid> {
    let scheme = value.split_once("://").map(|(scheme, _)| scheme);
    match scheme {
        Some(scheme)
            if ["http", "https"]
                .iter()
                .any(|it| scheme.eq_ignore_ascii_case(it)) =>
        {
            Ok(())
        }
        _ => Err(Invalid::form(field, "be an `http` or `https` address")),
    }
}

impl MediaRef {
    /// A public address that the service fetches it from.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is no `http` or `https` address.
    pub fn link(url: impl Into<Box<str>>) -> Result<Self, Invalid> {
        Link::new(url).map(Self::Link)
    }

    /// The id, if that is how the media are named.
    #[must_use]
    pub fn as_id(&self) -> Option<&MediaId> {
        match self {
            Self::Id(id) => Some(id),
            Self::Link(_) => None,
        }
    }

    /// The address, if that is how the media are named.
    #[must_use]
    pub fn as_link(&self) -> Option<&Link> {
        match self {
            Self::Id(_) => None,
            Self::Link(link) => Some(link),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Invalid> {
        match self {
            Self::Id(id) => invalid::not_empty("id", id.as_str()),
            Self::Link(link) => http("link", link.as_str()),
        }
    }
}

impl From<MediaId> for MediaRef {
    fn from(id: MediaId) -> Self {
        Self::Id(id)
    }
}

impl From<Link> for MediaRef {
    fn from(link: Link) -> Self {
        Self::Link(link)
    }
}

/// Longest caption of a picture, a film or a file, in characters.
pub const CAPTION_MAX_CHARS: usize = 1024;

fn check_caption(field: &'static str, caption: Option<&String>) -> Result<(), Invalid> {
    caption.map_or(Ok(()), |caption| {
        invalid::chars_within(field, caption, CAPTION_MAX_CHARS)
    })
}

macro_rules! captioned {
    ($name:ident, $field:literal) => {
        impl $name {
            /// Puts a text under it.
            ///
            /// # Errors
            ///
            /// [`Invalid`] if it is empty or longer than [1024 characters](CAPTION_MAX_CHARS).
            pub fn caption(mut self, caption: impl Into<String>) -> Result<Self, Invalid> {
                self.caption = Some(caption.into());
                self.checked()
            }

            /// The text under it.
            #[must_use]
            pub fn get_caption(&self) -> Option<&str> {
                self.caption.as_deref()
            }
        }
    };
}

macro_rules! of_media {
    ($($name:ident),+) => {$(
        impl $name {
            /// Where it is.
            #[must_use]
            pub fn media(&self) -> &MediaRef {
                &self.media
            }

            /// Where it is, without the rest.
            #[must_use]
            pub fn into_media(self) -> MediaRef {
                self.media
            }
        }
    )+};
}

of_media!(Image, Video, Audio, Document, Sticker);

checked! {
    /// A picture: `type` is `image`. JPEG or PNG of at most 5 MB.
    ///
    /// See [Image messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/image-messages).
    pub struct Image {
        #[serde(flatten)]
        media: MediaRef,
        #[serde(default, skip_serializing_if = "none")]
        caption: Option<String>,
    }
}

masked_debug! { Image { media; hidden: caption } }
captioned!(Image, "image.caption");

impl Image {
    /// A picture.
    #[must_use]
    pub fn new(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self {
            media,
            caption: None,
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        self.media.check().map_err(|error| error.inside("image"))?;
        check_caption("image.caption", self.caption.as_ref())
    }
}

checked! {
    /// A film: `type` is `video`. MP4 or 3GPP of at most 16 MB, H.264 with AAC.
    ///
    /// See [Video messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/video-messages).
    pub struct Video {
        #[serde(flatten)]
        media: MediaRef,
        #[serde(default, skip_serializing_if = "none")]
        caption: Option<String>,
    }
}

masked_debug! { Video { media; hidden: caption } }
captioned!(Video, "video.caption");

impl Video {
    /// A film.
    #[must_use]
    pub fn new(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self {
            media,
            caption: None,
        }
    }

    fn check(&self) -> Result<(), Invalid> {
        self.media.check().map_err(|error| error.inside("video"))?;
        check_caption("video.caption", self.caption.as_ref())
    }
}

checked! {
    /// Sound: `type` is `audio`. AAC, AMR, MP3, MP4 or OGG with Opus, of at most 16 MB.
    ///
    /// See [Audio messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/audio-messages).
    #[derive(Eq)]
    pub struct Audio {
        #[serde(flatten)]
        media: MediaRef,
        #[serde(default, skip_serializing_if = "off")]
        voice: bool,
    }
}

masked_debug! { Audio { media, voice; hidden: } }

impl Audio {
    /// Sound, such as music.
    #[must_use]
    pub fn new(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self {
            media,
            voice: false,
        }
    }

    /// A voice message: OGG with Opus. Above 512 KB it is shown with an arrow for downloading in the
    /// place of the one for playing.
    #[must_use]
    pub fn voice(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self { media, voice: true }
    }

    fn check(&self) -> Result<(), Invalid> {
        self.media.check().map_err(|error| error.inside("audio"))
    }

    /// Whether it is a voice message.
    #[must_use]
    pub fn is_voice(&self) -> bool {
        self.voice
    }
}

checked! {
    /// A file: `type` is `document`. At most 100 MB.
    ///
    /// See [Document messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages).
    pub struct Document {
        #[serde(flatten)]
        media: MediaRef,
        #[serde(default, skip_serializing_if = "none")]
        caption: Option<String>,
        #[serde(default, skip_serializing_if = "none")]
        filename: Option<String>,
    }
}

masked_debug! { Document { media; hidden: caption, filename } }
captioned!(Document, "document.caption");

impl Document {
    /// A file.
    #[must_use]
    pub fn new(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self {
            media,
            caption: None,
            filename: None,
        }
    }

    /// Names the file. Its extension decides which icon is shown.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty.
    pub fn filename(mut self, filename: impl Into<String>) -> Result<Self, Invalid> {
        self.filename = Some(filename.into());
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        self.media
            .check()
            .map_err(|error| error.inside("document"))?;
        if let Some(filename) = &self.filename {
            invalid::not_empty("document.filename", filename)?;
        }
        check_caption("document.caption", self.caption.as_ref())
    }

    /// The name of the file.
    #[must_use]
    pub fn get_filename(&self) -> Option<&str> {
        self.filename.as_deref()
    }
}

checked! {
    /// A sticker: `type` is `sticker`. WebP of 512 by 512 pixels; at most 100 KB, or 500 KB if it is
    /// animated.
    ///
    /// See [Sticker messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/sticker-messages).
    #[derive(Eq)]
    pub struct Sticker {
        #[serde(flatten)]
        media: MediaRef,
    }
}

masked_debug! { Sticker { media; hidden: } }

impl Sticker {
    /// A sticker.
    #[must_use]
    pub fn new(media: impl Into<MediaRef>) -> Self {
        let media = media.into();
        Self { media }
    }

    fn check(&self) -> Result<(), Invalid> {
        self.media.check().map_err(|error| error.inside("sticker"))
    }
}
