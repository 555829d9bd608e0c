//! Links to pages of the service that are shown inside of another one.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::channel::ChannelTransport;
use crate::id::{ChannelId, DealId, UserId};
use crate::lenient::{none, text};

open_enum! {
    /// The kind of templates that a page is for.
    pub enum TemplatesLinkType {
        /// Templates of the WhatsApp Business API.
        Waba = "wabaTemplate",
        /// The service's own templates.
        Wazzup = "wazzupTemplate",
    }
}

/// The body of `POST /iframe/generate-channels-link`: a page that adds a channel.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChannelsLinkRequest {
    /// How it is to be connected.
    pub transport: ChannelTransport,
    /// Where the page goes in the end.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub redirect_uri: Option<String>,
    /// A channel to be connected again.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// Anything else.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { ChannelsLinkRequest { transport, channel_id; hidden: redirect_uri, extra } }

impl ChannelsLinkRequest {
    /// A page that adds a channel of that transport.
    #[must_use]
    pub fn new(transport: ChannelTransport) -> Self {
        Self {
            transport,
            redirect_uri: None,
            channel_id: None,
            extra: Extra::new(),
        }
    }

    /// Sets where the page goes in the end.
    #[must_use]
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uri = Some(uri.into());
        self
    }

    /// Sets a channel to be connected again.
    #[must_use]
    pub fn channel_id(mut self, channel_id: ChannelId) -> Self {
        self.channel_id = Some(channel_id);
        self
    }
}

/// The body of `POST /iframe/generate-templates-link`: a page of templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TemplatesLinkRequest {
    /// Which templates.
    #[serde(rename = "type")]
    pub kind: TemplatesLinkType,
}

impl TemplatesLinkRequest {
    /// A page of templates of that kind.
    #[must_use]
    pub fn new(kind: TemplatesLinkType) -> Self {
        Self { kind }
    }
}

/// The body of `POST /iframe/generate-waba-profile-link`: a page with the profile of a WhatsApp
/// Business channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WabaProfileLinkRequest {
    /// The channel.
    pub channel_id: ChannelId,
}

impl WabaProfileLinkRequest {
    /// The page of that channel.
    #[must_use]
    pub fn new(channel_id: ChannelId) -> Self {
        Self { channel_id }
    }
}

/// The body of `POST /iframe/generate-chats-link`: a page of chats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChatsLinkRequest {
    /// Whose chats.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<UserId>,
    /// The deal whose chats they are.
    #[serde(default, skip_serializing_if = "none")]
    pub deal_id: Option<DealId>,
}

impl ChatsLinkRequest {
    /// A page of all chats.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whose chats.
    #[must_use]
    pub fn user_id(mut self, user_id: UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }

    /// Sets the deal whose chats they are.
    #[must_use]
    pub fn deal_id(mut self, deal_id: DealId) -> Self {
        self.deal_id = Some(deal_id);
        self
    }
}

/// The body of `POST /iframe/generate-unanswered-link`: a page with the counter of unanswered
/// chats.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnansweredLinkRequest {
    /// Whose counter.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<UserId>,
}

impl UnansweredLinkRequest {
    /// The counter of everybody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whose counter.
    #[must_use]
    pub fn user_id(mut self, user_id: UserId) -> Self {
        self.user_id = Some(user_id);
        self
    }
}

/// The answer of all of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "LinkWire")]
#[non_exhaustive]
pub struct Link {
    /// The address of the page. It holds a token: whoever has it is the user.
    pub link: String,
}

masked_debug! { Link { ; hidden: link } }

impl Link {
    /// An answer. For servers that play the service.
    #[must_use]
    pub fn new(link: impl Into<String>) -> Self {
        Self { link: link.into() }
    }
}

/// `link`, and the name that the public API has for the same.
#[derive(Deserialize)]
struct LinkWire {
    #[serde(default, deserialize_with = "text")]
    link: Option<String>,
    #[serde(default, deserialize_with = "text")]
    url: Option<String>,
}

impl From<LinkWire> for Link {
    fn from(wire: LinkWire) -> Self {
        Self {
            link: wire.link.or(wire.url).unwrap_or_default(),
        }
    }
}
