//! Text.

use super::off;
use crate::invalid::{self, Invalid};

checked! {
    /// A text message: `type` is `text`.
    ///
    /// ```
    /// use wazzup_whatsapp_types::message::Text;
    ///
    /// let text = Text::new("See https://example.com")?.preview_url(true);
    /// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
    /// ```
    ///
    /// See [Text messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages).
    pub struct Text {
        body: String,
        #[serde(default, skip_serializing_if = "off")]
        preview_url: bool,
    }
}

masked_debug! { Text { preview_url; hidden: body } }

impl Text {
    /// Longest text, in characters.
    pub const MAX_CHARS: usize = 4096;

    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [4096 characters](Self::MAX_CHARS).
    pub fn new(body: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            body: body.into(),
            preview_url: false,
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        invalid::chars_within("text.body", &self.body, Self::MAX_CHARS)
    }

    /// Whether a preview of the first address in it is shown. It is not if this is not called.
    #[must_use]
    pub fn preview_url(mut self, preview: bool) -> Self {
        self.preview_url = preview;
        self
    }

    /// The text.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether a preview of the first address in it is shown.
    #[must_use]
    pub fn has_preview_url(&self) -> bool {
        self.preview_url
    }
}
