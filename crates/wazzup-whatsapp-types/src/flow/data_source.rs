//! What there is to choose from on a screen.

use serde::Serialize;
use wazzup_wire::invalid::{self, Invalid};
use wazzup_wire::lenient::none;
use wazzup_wire::masked_debug;

/// One thing to choose, in a list that is the `data-source` of a dropdown, of radio buttons, check
/// boxes or chips.
///
/// ```
/// use serde_json::json;
/// use wazzup_whatsapp_types::flow::DataSourceItem;
///
/// let slots = [
///     DataSourceItem::new("10", "10:00")?,
///     DataSourceItem::new("11", "11:00")?.description("The last one")?.enabled(false),
/// ];
/// let data = json!({ "slots": slots });
/// assert_eq!(data["slots"][0], json!({"id": "10", "title": "10:00"}));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct DataSourceItem {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "none")]
    metadata: Option<String>,
    #[serde(skip_serializing_if = "none")]
    enabled: Option<bool>,
    #[serde(skip_serializing_if = "none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "none")]
    alt_text: Option<String>,
    #[serde(skip_serializing_if = "none")]
    color: Option<String>,
}

masked_debug! {
    DataSourceItem {
        id, enabled, color; hidden: title, description, metadata, image, alt_text
    }
}

impl DataSourceItem {
    /// Longest title, in characters.
    pub const MAX_TITLE: usize = 30;
    /// Longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 300;
    /// Longest metadata, in characters.
    pub const MAX_METADATA: usize = 20;
    /// Largest picture, in bytes, before it is base64.
    pub const MAX_IMAGE: usize = 1024 * 1024;

    /// Something to choose: what the screen sends, and what is shown.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if one of them is empty, or the title longer than [30
    /// characters](Self::MAX_TITLE).
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Result<Self, Invalid> {
        let (id, title) = (id.into(), title.into());
        invalid::not_empty("id", &id)?;
        invalid::chars_within("title", &title, Self::MAX_TITLE)?;
        Ok(Self {
            id,
            title,
            description: None,
            metadata: None,
            enabled: None,
            image: None,
            alt_text: None,
            color: None,
        })
    }

    /// Says more about it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [300 characters](Self::MAX_DESCRIPTION).
    pub fn description(mut self, description: impl Into<String>) -> Result<Self, Invalid> {
        let description = description.into();
        invalid::chars_within("description", &description, Self::MAX_DESCRIPTION)?;
        self.description = Some(description);
        Ok(self)
    }

    /// Says a word beside it, such as a price.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [20 characters](Self::MAX_METADATA).
    pub fn metadata(mut self, metadata: impl Into<String>) -> Result<Self, Invalid> {
        let metadata = metadata.into();
        invalid::chars_within("metadata", &metadata, Self::MAX_METADATA)?;
        self.metadata = Some(metadata);
        Ok(self)
    }

    /// Whether it can be chosen. It can if this is not called.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Shows a picture beside it, given as base64. From Flow JSON 5.0 on.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or larger than [1 MiB](Self::MAX_IMAGE).
    pub fn image(mut self, base64: impl Into<String>) -> Result<Self, Invalid> {
        let base64 = base64.into();
        invalid::not_empty("image", &base64)?;
        let bytes = base64.trim_end_matches('=').len() * 3 / 4;
        if bytes > Self::MAX_IMAGE {
            return Err(Invalid::new(
                "image",
                wazzup_wire::Limit::MaxBytes(Self::MAX_IMAGE),
                wazzup_wire::Actual::Bytes(bytes),
            ));
        }
        self.image = Some(base64);
        Ok(self)
    }

    /// Describes the picture to those who don't see it.
    #[must_use]
    pub fn alt_text(mut self, text: impl Into<String>) -> Self {
        self.alt_text = Some(text.into());
        self
    }

    /// Shows a colour beside it: six hexadecimal digits. From Flow JSON 5.0 on.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is something else.
    pub fn color(mut self, digits: impl Into<String>) -> Result<Self, Invalid> {
        let digits = digits.into();
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Invalid::form("color", "be six hexadecimal digits"));
        }
        self.color = Some(digits);
        Ok(self)
    }
}
