//! WhatsApp Business templates.

use serde::{Deserialize, Serialize};

use crate::RawJson;
use crate::id::{AccountId, ChannelId, TemplateId, account_if_any};
use crate::lenient::{list, none, text};

open_enum! { fold;
    /// Where a template is in Meta's review. Read in any letter case.
    pub enum TemplateStatus {
        /// It can be sent.
        Approved = "approved",
        /// Under review.
        Pending = "pending",
        /// Turned down.
        Rejected = "rejected",
        /// Stopped by Meta for a while.
        Paused = "paused",
        /// Stopped by Meta.
        Disabled = "disabled",
        /// Put away. Not documented, seen live.
        Archived = "archived",
    }
}

open_enum! { fold;
    /// What a template is for, by which Meta prices it. Read in any letter case.
    pub enum TemplateCategory {
        /// Advertising.
        Marketing = "MARKETING",
        /// News of an order and the like.
        Utility = "UTILITY",
        /// One-time codes.
        Authentication = "AUTHENTICATION",
        /// Answers to a customer. Only in transactions and prices.
        Service = "SERVICE",
    }
}

open_enum! { fold;
    /// A part of a template. Read in any letter case.
    pub enum ComponentType {
        /// The top.
        Header = "HEADER",
        /// The text.
        Body = "BODY",
        /// The bottom line.
        Footer = "FOOTER",
        /// Buttons.
        Buttons = "BUTTONS",
    }
}

open_enum! { fold;
    /// What the header of a template is. Read in any letter case.
    pub enum HeaderFormat {
        /// Text.
        Text = "TEXT",
        /// A picture.
        Image = "IMAGE",
        /// A file.
        Document = "DOCUMENT",
        /// A film.
        Video = "VIDEO",
    }
}

open_enum! { fold;
    /// What a template's button does. These are Meta's words; the service documents none.
    pub enum TemplateButtonType {
        /// Answers.
        QuickReply = "QUICK_REPLY",
        /// Opens an address.
        Url = "URL",
        /// Calls.
        PhoneNumber = "PHONE_NUMBER",
    }
}

/// A template, from `GET /v3/templates/whatsapp`.
///
/// See <https://wazzup24.com/help/api-en/whatsapp-business-api-templates/>.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Template {
    /// The id to send it by.
    pub template_guid: TemplateId,
    /// The account it belongs to.
    #[serde(
        default,
        deserialize_with = "account_if_any",
        skip_serializing_if = "none"
    )]
    pub account_id: Option<AccountId>,
    /// The name shown in the service.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub title: Option<String>,
    /// Meta's name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// The WhatsApp Business account.
    #[serde(default, skip_serializing_if = "none")]
    pub waba: Option<WabaAccount>,
    /// The channels it can be sent over.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub channels: Vec<ChannelId>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "none")]
    pub category: Option<TemplateCategory>,
    /// Its language.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub language: Option<String>,
    /// Where it is in the review.
    #[serde(default, skip_serializing_if = "none")]
    pub status: Option<TemplateStatus>,
    /// Why it was turned down. (Snake case on the wire.)
    #[serde(
        default,
        rename = "rejected_reason",
        deserialize_with = "text",
        skip_serializing_if = "none"
    )]
    pub rejected_reason: Option<String>,
    /// Meta's namespace.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub namespace: Option<String>,
    /// Its parts.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub components: Vec<TemplateComponent>,
    /// The code to send it by in the text of a message. Not documented, seen live.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub template_code: Option<String>,
}

impl Template {
    /// A template of which only the id is known.
    #[must_use]
    pub fn new(template_guid: TemplateId) -> Self {
        Self {
            template_guid,
            account_id: None,
            title: None,
            name: None,
            waba: None,
            channels: Vec::new(),
            category: None,
            language: None,
            status: None,
            rejected_reason: None,
            namespace: None,
            components: Vec::new(),
            template_code: None,
        }
    }
}

/// The WhatsApp Business account of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WabaAccount {
    /// Meta's id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub waba_id: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub waba_name: Option<String>,
}

/// A part of a template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateComponent {
    /// Which part.
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub component_type: Option<ComponentType>,
    /// What the header is.
    #[serde(default, skip_serializing_if = "none")]
    pub format: Option<HeaderFormat>,
    /// The text, with `{{1}}` for variables.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// Example values: documented as a list of texts, live Meta's object.
    #[serde(default, skip_serializing_if = "none")]
    pub example: Option<RawJson>,
    /// Buttons.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub buttons: Vec<TemplateButton>,
}

/// A button of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateButton {
    /// What it does.
    #[serde(default, rename = "type", skip_serializing_if = "none")]
    pub button_type: Option<TemplateButtonType>,
    /// Its text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub text: Option<String>,
    /// The address it opens.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub url: Option<String>,
}
