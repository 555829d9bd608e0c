use wazzup_whatsapp_types::{
    Invalid,
    interactive::Header,
    message::{Audio, Content, Document, Image, MediaRef, Sticker, Video},
};

use super::{attachment::Attachment, frame::Frame};
use crate::{MediaFile, MediaSource};

/// Media with what may go along with it.
#[derive(Clone)]
pub(crate) struct MediaDraft {
    pub(super) as_what: As,
    pub(super) source: MediaSource,
    pub(super) caption: Option<String>,
    pub(super) filename: Option<String>,
    pub(super) frame: Frame,
}

/// What media are sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum As {
    Image,
    Video,
    Audio,
    Voice,
    Document,
    Sticker,
}

impl MediaDraft {
    pub(crate) fn new(as_what: As, source: MediaSource) -> Self {
        Self {
            as_what,
            source,
            caption: None,
            filename: None,
            frame: Frame::default(),
        }
    }

    /// The media above, the caption as the text, and the buttons below.
    fn with_buttons(&self, media: MediaRef) -> Result<Content, Invalid> {
        let header = match self.as_what {
            As::Image => Header::image(media),
            As::Video => Header::video(media),
            As::Document => match self.filename() {
                Some(filename) => Header::named_document(media, filename)?,
                None => Header::document(media),
            },
            As::Audio | As::Voice | As::Sticker => {
                return Err(Invalid::form(
                    "buttons",
                    "stand below an image, a video or a document",
                ));
            }
        };
        let Some(caption) = &self.caption else {
            return Err(Invalid::form("caption", "stand above buttons"));
        };
        match self.frame.around(caption, Some(header))? {
            Some(interactive) => Ok(interactive.into()),
            None => Err(Invalid::form("buttons", "be there")),
        }
    }

    /// The name that was set, else that of the file.
    fn filename(&self) -> Option<&str> {
        let of_file = || match &self.source {
            MediaSource::File(MediaFile { name, .. }) => Some(name.as_str()),
            _ => None,
        };
        let name = self.filename.as_deref().or_else(of_file);
        name.filter(|name| !name.is_empty() || self.filename.is_some())
    }
}

impl Attachment for MediaDraft {
    fn source(&mut self) -> &mut MediaSource {
        &mut self.source
    }

    fn content(&self, media: MediaRef) -> Result<Content, Invalid> {
        let caption = self.caption.as_deref();
        if self.frame.buttons.is_some() {
            return self.with_buttons(media);
        }
        // Refuses a footer.
        self.frame.around("", None)?;
        Ok(match self.as_what {
            As::Image => match caption {
                Some(caption) => Image::new(media).caption(caption)?.into(),
                None => Image::new(media).into(),
            },
            As::Video => match caption {
                Some(caption) => Video::new(media).caption(caption)?.into(),
                None => Video::new(media).into(),
            },
            As::Audio => Audio::new(media).into(),
            As::Voice => Audio::voice(media).into(),
            As::Sticker => Sticker::new(media).into(),
            As::Document => {
                let mut document = Document::new(media);
                if let Some(caption) = caption {
                    document = document.caption(caption)?;
                }
                if let Some(filename) = self.filename() {
                    document = document.filename(filename)?;
                }
                document.into()
            }
        })
    }
}
