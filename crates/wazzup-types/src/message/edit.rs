//! The body of `PATCH /v3/message/{messageId}`.

use serde::Serialize;

use super::Content;
use crate::id::UserId;
use crate::invalid::{self, Invalid};
use crate::lenient::none;

/// A change to a message that was sent: new text or a new file.
///
/// Only where the messenger allows it and within an unpublished time; never on the WhatsApp
/// Business API, never for messages with buttons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageEdit {
    #[serde(flatten)]
    content: Content,
    #[serde(skip_serializing_if = "none")]
    crm_user_id: Option<UserId>,
}

impl MessageEdit {
    /// New text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty.
    pub fn text(text: impl Into<String>) -> Result<Self, Invalid> {
        let text = text.into();
        invalid::not_empty("text", &text)?;
        Ok(Self {
            content: Content::Text { text },
            crm_user_id: None,
        })
    }

    /// A new file, by its address.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the address is empty.
    pub fn file(content_uri: impl Into<String>) -> Result<Self, Invalid> {
        let content_uri = content_uri.into();
        invalid::not_empty("contentUri", &content_uri)?;
        Ok(Self {
            content: Content::File { content_uri },
            crm_user_id: None,
        })
    }

    /// Sets the user to show as the author of the change.
    #[must_use]
    pub fn crm_user_id(mut self, id: UserId) -> Self {
        self.crm_user_id = Some(id);
        self
    }
}
