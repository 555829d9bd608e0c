use std::fmt;

use serde::{Deserialize, Deserializer};
use wazzup_whatsapp_types::MediaId;

/// Where a file is, and what: the answer to `GET /{media_id}`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MediaInfo {
    /// The file.
    pub id: Option<MediaId>,
    /// Where it is, for 5 minutes and with the access token only.
    pub url: Option<String>,
    /// What it is, such as `image/jpeg`.
    pub mime_type: Option<String>,
    /// Its SHA-256. Whether hexadecimal or in base64 is not documented.
    pub sha256: Option<String>,
    /// How many bytes it has.
    #[serde(deserialize_with = "size")]
    pub file_size: Option<u64>,
}

/// A number, or the same as text.
fn size<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match value {
        serde_json::Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    })
}

/// Without the address, which opens the file.
impl fmt::Debug for MediaInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaInfo")
            .field("id", &self.id)
            .field("mime_type", &self.mime_type)
            .field("file_size", &self.file_size)
            .finish_non_exhaustive()
    }
}
