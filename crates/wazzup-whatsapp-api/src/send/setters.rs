//! What can be set on messages of a kind.

use super::{As, Buttons, Making, SendMessage, kind};
use crate::Progress;

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

with_file!(Image, Video, Audio, Document, Sticker);

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
