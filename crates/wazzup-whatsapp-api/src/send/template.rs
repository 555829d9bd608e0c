use wazzup_whatsapp_types::{
    Invalid, Template,
    message::{Content, MediaRef},
    template::HeaderParameter,
};

use super::{
    As,
    attachment::{Attached, Attachment},
};
use crate::{MediaFile, MediaSource};

/// A template, and the media of its header if they are not in it yet.
#[derive(Clone)]
pub(crate) struct TemplateDraft {
    template: Template,
    pub(super) header: Option<(As, MediaSource)>,
}

impl TemplateDraft {
    pub(crate) fn new(template: Template) -> Self {
        Self {
            template,
            header: None,
        }
    }

    pub(super) fn attached(self) -> Result<Attached, Invalid> {
        match self.header {
            None => Ok(Attached::Content(self.template.into())),
            Some((as_what, source)) => Attached::new(WithHeader {
                template: self.template,
                as_what,
                source,
            }),
        }
    }
}

struct WithHeader {
    template: Template,
    as_what: As,
    source: MediaSource,
}

impl Attachment for WithHeader {
    fn source(&mut self) -> &mut MediaSource {
        &mut self.source
    }

    fn content(&self, media: MediaRef) -> Result<Content, Invalid> {
        let filename = || match &self.source {
            MediaSource::File(MediaFile { name, .. }) if !name.is_empty() => Some(name.clone()),
            _ => None,
        };
        let header = match self.as_what {
            As::Image => HeaderParameter::image(media),
            As::Video => HeaderParameter::video(media),
            As::Document => HeaderParameter::document(media, filename())?,
            As::Audio | As::Voice | As::Sticker => {
                return Err(Invalid::form(
                    "header",
                    "be an image, a video or a document",
                ));
            }
        };
        Ok(self.template.clone().header(header)?.into())
    }
}
