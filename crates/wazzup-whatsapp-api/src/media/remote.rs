use std::fmt;

use wazzup_whatsapp_types::{MediaId, media::MediaInfo, webhook::Media};

/// A file that the service has: by its id, or by all that is known of it already, which spares a
/// request.
///
/// Made of an id, of a [`MediaInfo`], or of the media that came with a message. The addresses of files work
/// for 5 minutes. If there is an id, one that has expired is asked for
/// anew.
#[derive(Clone, Default)]
pub struct RemoteMedia {
    pub(crate) id: Option<MediaId>,
    pub(crate) url: Option<String>,
    pub(crate) size: Option<u64>,
    pub(crate) sha256: Option<String>,
    pub(crate) mime_type: Option<String>,
}

impl RemoteMedia {
    /// By its address, as webhooks and the service give it.
    #[must_use]
    pub fn url(url: impl Into<String>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::default()
        }
    }

    /// The id, so that an address that has expired can be asked for anew.
    #[must_use]
    pub fn id(mut self, id: MediaId) -> Self {
        self.id = Some(id);
        self
    }

    /// How many bytes it is to have, to be checked.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// What its SHA-256 is to be, hexadecimal or in base64, to be checked.
    #[must_use]
    pub fn sha256(mut self, sha256: impl Into<String>) -> Self {
        self.sha256 = Some(sha256.into());
        self
    }

    /// What the service says now. What the caller knew and the service does not say is kept.
    pub(crate) fn learn(&mut self, info: MediaInfo) {
        self.url = info.url;
        self.size = info.file_size.or(self.size);
        self.sha256 = info.sha256.or(self.sha256.take());
        self.mime_type = info.mime_type.or(self.mime_type.take());
    }
}

impl From<MediaId> for RemoteMedia {
    fn from(id: MediaId) -> Self {
        Self::default().id(id)
    }
}

impl From<&MediaId> for RemoteMedia {
    fn from(id: &MediaId) -> Self {
        Self::from(id.clone())
    }
}

impl From<MediaInfo> for RemoteMedia {
    fn from(info: MediaInfo) -> Self {
        let mut media = Self {
            id: info.id.clone(),
            ..Self::default()
        };
        media.learn(info);
        media
    }
}

impl From<&MediaInfo> for RemoteMedia {
    fn from(info: &MediaInfo) -> Self {
        Self::from(info.clone())
    }
}

/// What came with a message.
impl From<&Media> for RemoteMedia {
    fn from(media: &Media) -> Self {
        Self {
            id: media.id.clone(),
            url: media.url.clone(),
            size: None,
            sha256: media.sha256.clone(),
            mime_type: media.mime_type.clone(),
        }
    }
}

/// Without the address, which opens the file.
impl fmt::Debug for RemoteMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteMedia")
            .field("id", &self.id)
            .field("size", &self.size)
            .field("mime_type", &self.mime_type)
            .finish_non_exhaustive()
    }
}
