//! Channels of an account, as the partner API manages them.

use serde::{Deserialize, Serialize};

use crate::channel::{ChannelState, ChannelTier, ChannelTransport};
use crate::id::ChannelId;
use crate::lenient::{flag, integer, list, none, text};
use crate::{Extra, RawJson, Timestamp};

/// The body of `POST /channels/{transport}`, which has no fixed form: what a transport needs is
/// known to the service only. An empty one is sent as no body.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewChannel {
    /// The transport, if it is to stand in the body as well as in the path.
    #[serde(default, skip_serializing_if = "none")]
    pub transport: Option<ChannelTransport>,
    /// What signs in.
    #[serde(default, skip_serializing_if = "none")]
    pub credentials: Option<RawJson>,
    /// How the channel is to behave.
    #[serde(default, skip_serializing_if = "none")]
    pub settings: Option<RawJson>,
    /// What the caller wants kept with it.
    #[serde(default, skip_serializing_if = "none")]
    pub metadata: Option<RawJson>,
    /// Anything else.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { NewChannel { transport, credentials, settings, metadata; hidden: extra } }

impl NewChannel {
    /// A channel about which nothing needs to be said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what signs in.
    #[must_use]
    pub fn credentials(mut self, credentials: RawJson) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets how the channel is to behave.
    #[must_use]
    pub fn settings(mut self, settings: RawJson) -> Self {
        self.settings = Some(settings);
        self
    }

    /// Sets what is to be kept with it.
    #[must_use]
    pub fn metadata(mut self, metadata: RawJson) -> Self {
        self.metadata = Some(metadata);
        self
    }

    /// Sets any other field.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        self.extra.insert(name.into(), value.into());
        self
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The answer of `POST /channels/{transport}`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreatedChannel {
    /// Where to go on signing in.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub url: Option<String>,
    /// The channel, if it is told.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { CreatedChannel { channel_id; hidden: url, extra } }

/// The code that pairs a phone with a channel. From one source only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Pairing {
    /// The phone.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub pairing_phone: Option<String>,
    /// The code to type into it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub pairing_code: Option<String>,
}

masked_debug! { Pairing { ; hidden: pairing_phone, pairing_code } }

/// The body of `DELETE /channels/{transport}/{channelId}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelDeletion {
    /// Whether its chats go too.
    #[serde(default = "yes")]
    pub delete_chats: bool,
}

fn yes() -> bool {
    true
}

impl ChannelDeletion {
    /// With or without its chats.
    #[must_use]
    pub const fn new(delete_chats: bool) -> Self {
        Self { delete_chats }
    }
}

impl Default for ChannelDeletion {
    /// With its chats, as the service does it.
    fn default() -> Self {
        Self::new(true)
    }
}

/// The answer of `GET /channels/list`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChannelsList {
    /// The channels.
    #[serde(default, deserialize_with = "list")]
    pub channels: Vec<ChannelsListItem>,
    /// How many there are.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub count: Option<i64>,
}

/// A channel of [`ChannelsList`].
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelsListItem {
    /// Its id.
    #[serde(default, skip_serializing_if = "none")]
    pub guid: Option<ChannelId>,
    /// How it is connected.
    #[serde(default, skip_serializing_if = "none")]
    pub transport: Option<ChannelTransport>,
    /// What it is doing.
    #[serde(default, skip_serializing_if = "none")]
    pub state: Option<ChannelState>,
    /// The label given to it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Its phone.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// Whether it was deleted.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub deleted: Option<bool>,
    /// Whether the caller may use it.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub has_access: Option<bool>,
    /// Whether it is shown.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub visible: Option<bool>,
    /// Its level, for the WhatsApp Business API.
    #[serde(default, skip_serializing_if = "none")]
    pub tier: Option<ChannelTier>,
    /// More about it.
    #[serde(default, skip_serializing_if = "none")]
    pub details: Option<ChannelDetails>,
}

masked_debug! {
    ChannelsListItem {
        guid, transport, state, deleted, has_access, visible, tier, details;
        hidden: name, phone
    }
}

/// More about a channel of [`ChannelsList`].
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelDetails {
    /// The proxy it goes through.
    #[serde(default, skip_serializing_if = "none")]
    pub proxy: Option<RawJson>,
    /// Words by which comments are chosen.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub comments_filter: Vec<String>,
    /// Whether it is an Instagram API channel.
    #[serde(
        default,
        rename = "instAPI",
        deserialize_with = "flag",
        skip_serializing_if = "none"
    )]
    pub inst_api: Option<bool>,
    /// The VK group.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub vk_group_id: Option<i64>,
    /// What pays for it.
    #[serde(default, skip_serializing_if = "none")]
    pub subscription: Option<ChannelSubscription>,
    /// Notices about it.
    #[serde(default, skip_serializing_if = "none")]
    pub notifications: Option<RawJson>,
    /// What it answers by itself.
    #[serde(default, skip_serializing_if = "none")]
    pub auto_message: Option<RawJson>,
    /// What it does with comments.
    #[serde(default, skip_serializing_if = "none")]
    pub comments: Option<RawJson>,
    /// Whether the limit of dialogues is near.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub approaching_dialogue_limit: Option<bool>,
    /// Whether the limit of dialogues is passed.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub dialog_limit_exceeded: Option<bool>,
    /// Whether it is on trial.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub is_trial: Option<bool>,
    /// When the trial ends.
    #[serde(default, skip_serializing_if = "none")]
    pub end_of_trial: Option<Timestamp>,
    /// Where signing in goes on.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub init_url: Option<String>,
}

masked_debug! {
    ChannelDetails {
        proxy, inst_api, vk_group_id, subscription, notifications, auto_message, comments,
        approaching_dialogue_limit, dialog_limit_exceeded, is_trial, end_of_trial;
        hidden: comments_filter, init_url
    }
}

/// What pays for a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelSubscription {
    /// Its id.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub guid: Option<String>,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Its state.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub state: Option<String>,
    /// The tariff.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub tariff: Option<String>,
    /// The kind.
    #[serde(
        default,
        rename = "type",
        deserialize_with = "text",
        skip_serializing_if = "none"
    )]
    pub kind: Option<String>,
    /// What is left on it.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub balance: Option<i64>,
    /// How many channels it pays for.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub channels_qty_total: Option<i64>,
}
