use wazzup_whatsapp_types::{
    Invalid,
    interactive::Header,
    message::{Content, Text},
};

use super::frame::Frame;

/// Text with what may go along with it.
#[derive(Clone)]
pub(crate) struct TextDraft {
    pub(super) body: String,
    pub(super) preview_url: bool,
    pub(super) header: Option<String>,
    pub(super) frame: Frame,
}

impl TextDraft {
    pub(crate) fn new(body: String) -> Self {
        Self {
            body,
            preview_url: false,
            header: None,
            frame: Frame::default(),
        }
    }

    pub(super) fn content(self) -> Result<Content, Invalid> {
        let header = self.header.as_deref().map(Header::text).transpose()?;
        if header.is_some() && self.frame.buttons.is_none() {
            return Err(Invalid::form("header", "stand above buttons"));
        }
        if let Some(interactive) = self.frame.around(&self.body, header)? {
            return Ok(interactive.into());
        }
        Ok(Text::new(self.body)?.preview_url(self.preview_url).into())
    }
}
