//! Templates, as the partner API lists them.

use serde::{Deserialize, Serialize};

use crate::RawJson;
use crate::id::TemplateId;
use crate::lenient::{none, text};
use crate::template::{TemplateCategory, TemplateStatus};

/// An item of `GET /channels/waba/templates`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TechTemplate {
    /// The id to send it by.
    pub template_guid: TemplateId,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Where it is in the review.
    #[serde(default, skip_serializing_if = "none")]
    pub status: Option<TemplateStatus>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "none")]
    pub category: Option<TemplateCategory>,
    /// Its language.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub language: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "none")]
    pub body: Option<RawJson>,
}

impl TechTemplate {
    /// A template of which only the id is known. For servers that play the service.
    #[must_use]
    pub fn new(template_guid: TemplateId) -> Self {
        Self {
            template_guid,
            name: None,
            status: None,
            category: None,
            language: None,
            body: None,
        }
    }
}
