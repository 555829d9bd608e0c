//! Items of `channelsUpdates`, and `templateStatus`.

use serde::{Deserialize, Serialize};

use crate::channel::{ChannelState, ChannelTier};
use crate::id::{ChannelId, TemplateId};
use crate::lenient::{none, text};
use crate::template::TemplateStatus;
use crate::{RawJson, Timestamp};

/// A channel changed its state.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelUpdate {
    /// The channel.
    pub channel_id: ChannelId,
    /// Its new state.
    #[serde(default, skip_serializing_if = "none")]
    pub state: Option<ChannelState>,
    /// Its level, for the WhatsApp Business API.
    #[serde(default, skip_serializing_if = "none")]
    pub tier: Option<ChannelTier>,
    /// The code to scan, as a `data:` address of a picture, with the state
    /// [`Qr`](ChannelState::Qr). Whoever scans it owns the channel: not for logs.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub qr: Option<String>,
    /// Signed out, or the code expired. One page lists this as a field, others as a state; its
    /// value is not documented.
    #[serde(default, skip_serializing_if = "none")]
    pub qridle: Option<RawJson>,
    /// When, in milliseconds as a number.
    #[serde(default, skip_serializing_if = "none")]
    pub timestamp: Option<Timestamp>,
}

masked_debug! { ChannelUpdate { channel_id, state, tier, qridle, timestamp; hidden: qr } }

impl ChannelUpdate {
    /// An update. For tests and for servers that play the service.
    #[must_use]
    pub fn new(channel_id: ChannelId, state: ChannelState) -> Self {
        Self {
            channel_id,
            state: Some(state),
            tier: None,
            qr: None,
            qridle: None,
            timestamp: None,
        }
    }

    /// Whether the code to scan expired or the account was signed out, by the state or by the
    /// field of that name.
    #[must_use]
    pub fn is_qr_idle(&self) -> bool {
        let by_field = self.qridle.as_ref().is_some_and(|raw| {
            !matches!(raw.as_str(), "false" | "null" | "\"\"" | "\"false\"" | "0")
        });
        by_field || self.state == Some(ChannelState::QrIdle)
    }
}

/// A WhatsApp Business template changed its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TemplateStatusUpdate {
    /// The template.
    pub template_guid: TemplateId,
    /// Meta's name of it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Its new status.
    #[serde(default, skip_serializing_if = "none")]
    pub status: Option<TemplateStatus>,
}

impl TemplateStatusUpdate {
    /// An update. For tests and for servers that play the service.
    #[must_use]
    pub fn new(template_guid: TemplateId, status: TemplateStatus) -> Self {
        Self {
            template_guid,
            name: None,
            status: Some(status),
        }
    }
}
