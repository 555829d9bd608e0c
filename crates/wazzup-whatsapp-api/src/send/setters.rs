//! What can be set on messages of a kind.

use super::{As, Buttons, Making, SendMessage, kind};
use crate::{MediaSource, Progress};

impl<K> SendMessage<K> {
    fn change_text(mut self, change: impl FnOnce(&mut super::TextDraft)) -> Self {
        if let Some(Making::Text(text)) = self.draft.making_mut() {
            change(text);
        }
        self
    }

    fn change_media(mut self, change: impl FnOnce(&mut super::MediaDraft)) -> Self {
        if let Some(Making::Media(media)) = self.draft.making_mut() {
            change(media);
        }
        self
    }
}

impl SendMessage<kind::Text> {
    /// Puts buttons below the text. With them it may have 1024 characters, above a list 4096.
    pub fn buttons(self, buttons: impl Into<Buttons>) -> Self {
        self.change_text(|text| text.frame.buttons = Some(buttons.into()))
    }

    /// Puts a text of at most 60 characters above, if there are buttons.
    pub fn header(self, header: impl Into<String>) -> Self {
        self.change_text(|text| text.header = Some(header.into()))
    }

    /// Puts a text of at most 60 characters below, if there are buttons.
    pub fn footer(self, footer: impl Into<String>) -> Self {
        self.change_text(|text| text.frame.footer = Some(footer.into()))
    }

    /// Whether a preview of the first address in the text is shown. It is not if this is not called.
    pub fn preview_url(self, preview: bool) -> Self {
        self.change_text(|text| text.preview_url = preview)
    }
}

macro_rules! with_file {
    ($($kind:ident),+) => {$(
        impl SendMessage<kind::$kind> {
            /// Tells after each piece how far the upload of the file is, if there is one. Called in the
            /// middle of it, so it should be quick.
            pub fn on_progress(mut self, watch: impl Fn(Progress) + Send + Sync + 'static) -> Self {
                self.watcher = crate::media::Watcher::new(watch);
                self
            }
        }
    )+};
}

with_file!(Image, Video, Audio, Document, Sticker, Template);

macro_rules! with_caption {
    ($($kind:ident),+) => {$(
        impl SendMessage<kind::$kind> {
            /// Puts a text of at most 1024 characters under it. With buttons, that is what they are
            /// about.
            pub fn caption(self, caption: impl Into<String>) -> Self {
                self.change_media(|media| media.caption = Some(caption.into()))
            }

            /// Puts buttons below the [caption](Self::caption), which is needed then.
            pub fn buttons(self, buttons: impl Into<Buttons>) -> Self {
                self.change_media(|media| media.frame.buttons = Some(buttons.into()))
            }

            /// Puts a text of at most 60 characters below, if there are buttons.
            pub fn footer(self, footer: impl Into<String>) -> Self {
                self.change_media(|media| media.frame.footer = Some(footer.into()))
            }
        }
    )+};
}

with_caption!(Image, Video, Document);

impl SendMessage<kind::Document> {
    /// Names the file; that of an uploaded one is the name of the file, unless set. The extension
    /// decides which icon is shown.
    pub fn filename(self, filename: impl Into<String>) -> Self {
        self.change_media(|media| media.filename = Some(filename.into()))
    }
}

impl SendMessage<kind::Audio> {
    /// Makes it a voice message: OGG with Opus.
    #[doc(alias = "is_voice")]
    pub fn voice(self) -> Self {
        self.change_media(|media| media.as_what = As::Voice)
    }
}

impl SendMessage<kind::Template> {
    /// Sends it by the marketing messages API: `POST /{phone_number_id}/marketing_messages`. For marketing
    /// templates, to users only.
    #[doc(alias = "use_mm_lite_api")]
    pub fn by_marketing_api(mut self) -> Self {
        self.marketing.get_or_insert_default();
        self
    }

    /// Sends it [by the marketing messages API](Self::by_marketing_api), and says whether what users do
    /// with it may be shared with Meta.
    #[doc(alias = "message_activity_sharing")]
    pub fn activity_sharing(mut self, on: bool) -> Self {
        self.marketing.get_or_insert_default().activity_sharing = Some(on);
        self
    }

    /// Puts in a picture for the header, uploaded first if it is a file.
    pub fn header_image(self, image: impl Into<MediaSource>) -> Self {
        self.header(As::Image, image.into())
    }

    /// Puts in a film for the header, uploaded first if it is a file.
    pub fn header_video(self, video: impl Into<MediaSource>) -> Self {
        self.header(As::Video, video.into())
    }

    /// Puts in a file for the header, uploaded first if it is one of ours.
    pub fn header_document(self, document: impl Into<MediaSource>) -> Self {
        self.header(As::Document, document.into())
    }

    fn header(mut self, as_what: As, source: MediaSource) -> Self {
        if let Some(Making::Template(template)) = self.draft.making_mut() {
            template.header = Some((as_what, source));
        }
        self
    }
}
