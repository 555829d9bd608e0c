//! What a message is made of once its file is uploaded.

use wazzup_transport::CallOptions;
use wazzup_whatsapp_types::{
    Invalid, MediaId, PhoneNumberId,
    message::{Content, MediaRef},
};

use crate::{Client, MediaSource, Result, UploadMedia, media::Watcher};

/// Content around media that may have to be uploaded first.
pub(super) trait Attachment: Send + Sync {
    /// Where the media come from.
    fn source(&mut self) -> &mut MediaSource;

    /// The content around the media.
    fn content(&self, media: MediaRef) -> Result<Content, Invalid>;
}

/// Content that is there, or that will be once its file is uploaded.
pub(super) enum Attached {
    Content(Content),
    File(Box<dyn Attachment>),
}

impl Attached {
    /// Checks all limits but those of the file.
    pub(super) fn new(mut attachment: impl Attachment + 'static) -> Result<Self, Invalid> {
        let media = match attachment.source() {
            MediaSource::Id(id) => MediaRef::Id(id.clone()),
            MediaSource::Link(url) => MediaRef::link(url.as_str())?,
            MediaSource::File(_) => {
                placeholder(&attachment)?;
                return Ok(Self::File(Box::new(attachment)));
            }
        };
        attachment.content(media).map(Self::Content)
    }
}

/// The content with any file in the place of its own, to see whether it can be.
pub(super) fn placeholder(attachment: &dyn Attachment) -> Result<Content, Invalid> {
    attachment.content(MediaRef::Id(MediaId::new("1")?))
}

/// Uploads the file, and makes the content with its id.
pub(super) async fn upload(
    mut attachment: Box<dyn Attachment>,
    client: Client,
    from: PhoneNumberId,
    watcher: Watcher,
    options: CallOptions,
) -> Result<(MediaId, Content)> {
    let MediaSource::File(file) = attachment.source() else {
        return Err(super::wrong("there is no file to upload"));
    };
    // What is left behind knows the name.
    let without_content = file.clone();
    let file = std::mem::replace(file, without_content);
    let upload = UploadMedia::new(&client, file)
        .from(from)
        .watched_by(watcher)
        .with_options(options);
    let id = upload.run().await?;
    let content = attachment.content(MediaRef::Id(id.clone()));
    Ok((id, content.map_err(super::wrong)?))
}
