//! Media that the service holds: what it takes, what it says of them, how they are uploaded.
//!
//! See [Media](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media).

use serde::{Deserialize, Serialize};

use crate::id::MediaId;
use crate::invalid::{self, Invalid};
use crate::lenient::{self, integer, text};
use crate::message::none;

/// For how many seconds the address of media works: 5 minutes. Then it has to be asked for again.
pub const URL_SECONDS: u64 = 5 * 60;

/// For how many days uploaded media are kept.
pub const UPLOADED_DAYS: u64 = 30;

/// For how many days media are kept that came with a message.
pub const RECEIVED_DAYS: u64 = 7;

/// For how few minutes an upload can ask its media to be kept; numbers without storage only.
pub const TTL_MIN_MINUTES: u32 = 60;

/// For how many minutes an upload can ask its media to be kept at most; numbers without storage only.
pub const TTL_MAX_MINUTES: u32 = 43_200;

const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

/// The kinds of media that messages are made of.
///
/// ```
/// use wazzup_whatsapp_types::media::MediaKind;
///
/// assert_eq!(MediaKind::of_mime_type("image/png"), Some(MediaKind::Image));
/// assert!(MediaKind::Image.check_size(6 * 1024 * 1024).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// A file.
    Document,
    /// A sticker.
    Sticker,
}

impl MediaKind {
    /// Largest animated sticker, in bytes.
    pub const ANIMATED_STICKER_MAX_BYTES: u64 = 500 * KB;
    /// Largest sticker that does not move, in bytes.
    pub const STICKER_MAX_BYTES: u64 = 100 * KB;
    /// Largest voice message that is shown with an icon for playing it, in bytes.
    pub const VOICE_PLAYABLE_MAX_BYTES: u64 = 512 * KB;

    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Image,
        Self::Video,
        Self::Audio,
        Self::Document,
        Self::Sticker,
    ];

    /// The `type` of a message of this kind.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
            Self::Sticker => "sticker",
        }
    }

    /// The types of files it may be.
    #[must_use]
    pub const fn mime_types(self) -> &'static [&'static str] {
        match self {
            Self::Image => &["image/jpeg", "image/png"],
            Self::Video => &["video/mp4", "video/3gpp"],
            Self::Audio => &[
                "audio/aac",
                "audio/amr",
                "audio/mpeg",
                "audio/mp4",
                "audio/ogg",
            ],
            Self::Document => &[
                "text/plain",
                "application/pdf",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            ],
            Self::Sticker => &["image/webp"],
        }
    }

    /// The largest file it may be, in bytes; of stickers that of an animated one.
    #[must_use]
    pub const fn max_bytes(self) -> u64 {
        match self {
            Self::Image => 5 * MB,
            Self::Video | Self::Audio => 16 * MB,
            Self::Document => 100 * MB,
            Self::Sticker => Self::ANIMATED_STICKER_MAX_BYTES,
        }
    }

    /// The kind that takes files of this type, whatever parameters the type has, such as a codec.
    #[must_use]
    pub fn of_mime_type(mime_type: &str) -> Option<Self> {
        let bare = mime_type.split(';').next().unwrap_or_default().trim();
        let takes = |kind: &Self| {
            let mut types = kind.mime_types().iter();
            types.any(|known| known.eq_ignore_ascii_case(bare))
        };
        Self::ALL.iter().copied().find(takes)
    }

    /// Checks the size of a file.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is larger than [`max_bytes`](Self::max_bytes), or has nothing in it.
    pub fn check_size(self, bytes: u64) -> Result<(), Invalid> {
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let max = i64::try_from(self.max_bytes()).unwrap_or(i64::MAX);
        invalid::value_within("file", bytes, 1, max)
    }
}

/// Checks for how many minutes an upload asks its media to be kept: `ttl_minutes`.
///
/// # Errors
///
/// [`Invalid`] if it is not [60](TTL_MIN_MINUTES) to [43 200](TTL_MAX_MINUTES).
pub fn check_ttl_minutes(minutes: u32) -> Result<(), Invalid> {
    let (min, max) = (TTL_MIN_MINUTES.into(), TTL_MAX_MINUTES.into());
    invalid::value_within("ttl_minutes", minutes.into(), min, max)
}

/// Where media are, and what: the answer to `GET /{media_id}`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MediaInfo {
    /// Always `whatsapp`.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub messaging_product: Option<String>,
    /// Where they are, for [5 minutes](URL_SECONDS) and with the access token only.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub url: Option<String>,
    /// What they are, such as `image/jpeg`.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub mime_type: Option<String>,
    /// Their SHA-256. Whether hexadecimal or in base64 is not documented.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub sha256: Option<String>,
    /// How many bytes they have. A number or text on the wire.
    #[serde(default, deserialize_with = "size", skip_serializing_if = "none")]
    pub file_size: Option<u64>,
    /// Their id.
    #[serde(default, skip_serializing_if = "none")]
    pub id: Option<MediaId>,
}

masked_debug! { MediaInfo { id, mime_type, sha256, file_size; hidden: url } }

/// A number, also as text. What is none is not known.
fn size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(integer(deserializer)?.and_then(|size| u64::try_from(size).ok()))
}

/// What was uploaded: the answer to `POST /{phone_number_id}/media`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadedMedia {
    /// Its id. Good for the number it was uploaded to, for [30 days](UPLOADED_DAYS).
    pub id: MediaId,
}

impl UploadedMedia {
    /// Media with that id.
    #[must_use]
    pub fn new(id: MediaId) -> Self {
        Self { id }
    }
}

/// The types of files that a resumable upload takes.
pub const RESUMABLE_MIME_TYPES: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/jpg",
    "image/png",
    "video/mp4",
];

string_id! {
    /// A resumable upload that is going on, such as `upload:TVRZ…?sig=AbC`. Whoever has it can go on with
    /// it, so `Debug` masks it.
    UploadSession, "id", check is_session; personal
}

fn is_session(field: &'static str, value: &str) -> Result<(), Invalid> {
    if value.starts_with("upload:") {
        return Ok(());
    }
    Err(Invalid::form(field, "begin with `upload:`"))
}

string_id! {
    /// What a resumable upload has brought, such as `4::aW1h…`: for the examples of templates and for the
    /// picture of a profile. `Debug` masks it.
    UploadHandle, "h"; personal
}

/// How far a resumable upload is: the answer to its start, and to `GET /{upload_session}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadState {
    /// The upload.
    pub id: UploadSession,
    /// How many bytes have arrived: where to go on. A number or text on the wire.
    #[serde(default, deserialize_with = "size", skip_serializing_if = "none")]
    pub file_offset: Option<u64>,
}

/// What a resumable upload has brought: the answer to its last part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UploadResult {
    /// The handle.
    #[serde(deserialize_with = "lenient::id")]
    pub h: UploadHandle,
}
