use wazzup_whatsapp_types::{
    Invalid,
    message::{Content, Text},
};

/// Text with what may go along with it.
#[derive(Clone)]
pub(crate) struct TextDraft {
    pub(super) body: String,
    pub(super) preview_url: bool,
}

impl TextDraft {
    pub(crate) fn new(body: String) -> Self {
        Self {
            body,
            preview_url: false,
        }
    }

    pub(super) fn content(self) -> Result<Content, Invalid> {
        Ok(Text::new(self.body)?.preview_url(self.preview_url).into())
    }
}
