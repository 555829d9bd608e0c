//! The chat window: its link, and the events its page sends.

use serde::{Deserialize, Serialize};

use crate::chat::ChatType;
use crate::id::{ChannelId, ChatId, DealId, UserId};
use crate::invalid::{self, Invalid};
use crate::lenient::{flag, none, text};

open_enum! {
    /// What the chat window shows.
    pub enum IframeScope {
        /// All chats of the user.
        Global = "global",
        /// The chats of a card in the CRM.
        Card = "card",
    }
}

/// The body of `POST /v3/iframe`.
///
/// The page wants `allow="microphone *; clipboard-write *"` where it is embedded.
///
/// See <https://wazzup24.com/help/api-en/chat-window-iframe/>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IframeRequest {
    user: IframeUser,
    scope: IframeScope,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    filter: Vec<IframeChat>,
    #[serde(skip_serializing_if = "none")]
    active_chat: Option<ActiveChat>,
    #[serde(skip_serializing_if = "none")]
    options: Option<IframeOptions>,
}

impl IframeRequest {
    /// A window with all chats of the user.
    #[must_use]
    pub fn global(user: IframeUser) -> Self {
        let scope = IframeScope::Global;
        Self {
            user,
            scope,
            filter: Vec::new(),
            active_chat: None,
            options: None,
        }
    }

    /// A window with the chats of a card.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is no chat.
    pub fn card(
        user: IframeUser,
        chats: impl IntoIterator<Item = IframeChat>,
    ) -> Result<Self, Invalid> {
        let filter: Vec<_> = chats.into_iter().collect();
        invalid::items_within("filter", filter.len(), 1, usize::MAX)?;
        Ok(Self {
            scope: IframeScope::Card,
            filter,
            ..Self::global(user)
        })
    }

    /// Narrows the window to these chats.
    #[must_use]
    pub fn filter(mut self, chats: impl IntoIterator<Item = IframeChat>) -> Self {
        self.filter.extend(chats);
        self
    }

    /// Sets the chat to open first.
    #[must_use]
    pub fn active_chat(mut self, chat: ActiveChat) -> Self {
        self.active_chat = Some(chat);
        self
    }

    /// Sets how the page behaves.
    #[must_use]
    pub fn options(mut self, options: IframeOptions) -> Self {
        self.options = Some(options);
        self
    }
}

/// The user who looks at the window. They must have been created before.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IframeUser {
    /// The CRM's id.
    pub id: UserId,
    /// The name. An older help page requires it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
}

masked_debug! { IframeUser { id; hidden: name } }

impl IframeUser {
    /// A user without a name.
    #[must_use]
    pub fn new(id: UserId) -> Self {
        Self { id, name: None }
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// A chat that the window is narrowed to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IframeChat {
    /// The messenger.
    pub chat_type: ChatType,
    /// The chat.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// The name to show.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Telegram user name in the place of the chat id. Only on an older help page.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub username: Option<String>,
    /// Telegram phone in the place of the chat id. Only on an older help page.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// The channel. Not documented, seen in the wild.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
}

masked_debug! { IframeChat { chat_type, chat_id, channel_id; hidden: name, username, phone } }

impl IframeChat {
    /// A chat by its id.
    #[must_use]
    pub fn new(chat_type: ChatType, chat_id: ChatId) -> Self {
        Self {
            chat_type,
            chat_id: Some(chat_id),
            name: None,
            username: None,
            phone: None,
            channel_id: None,
        }
    }

    /// Sets the name to show.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

/// The chat that is open first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActiveChat {
    /// The channel.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// The messenger.
    pub chat_type: ChatType,
    /// The chat.
    pub chat_id: ChatId,
}

impl ActiveChat {
    /// A chat over whichever channel.
    #[must_use]
    pub fn new(chat_type: ChatType, chat_id: ChatId) -> Self {
        Self {
            channel_id: None,
            chat_type,
            chat_id,
        }
    }

    /// Sets the channel.
    #[must_use]
    pub fn channel_id(mut self, channel_id: ChannelId) -> Self {
        self.channel_id = Some(channel_id);
        self
    }
}

/// How the page of the chat window behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct IframeOptions {
    /// The kind of client.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub client_type: Option<String>,
    /// Whether the page tells of deals to be made and opened: a [`PageEvent`].
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub use_deals_events: Option<bool>,
    /// Whether the page tells of messages.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub use_message_events: Option<bool>,
}

/// The answer of `POST /v3/iframe`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IframeLink {
    /// The address of the window. It holds a token: whoever has it is the user.
    pub url: String,
}

masked_debug! { IframeLink { ; hidden: url } }

open_enum! {
    /// What the page of the chat window tells by `window.postMessage`.
    pub enum PageEventType {
        /// The user wants an entity made.
        CreateEntity = "WZ_CREATE_ENTITY",
        /// The user wants an entity opened.
        OpenEntity = "WZ_OPEN_ENTITY",
    }
}

/// What the page of the chat window tells by `window.postMessage`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PageEvent {
    /// The kind.
    #[serde(rename = "type")]
    pub event_type: PageEventType,
    /// What it is about.
    #[serde(default, skip_serializing_if = "none")]
    pub data: Option<PageEventData>,
}

/// What a [`PageEvent`] is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageEventData {
    /// The messenger.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_type: Option<ChatType>,
    /// The chat.
    #[serde(default, skip_serializing_if = "none")]
    pub chat_id: Option<ChatId>,
    /// The channel.
    #[serde(default, skip_serializing_if = "none")]
    pub channel_id: Option<ChannelId>,
    /// The user.
    #[serde(default, skip_serializing_if = "none")]
    pub user_id: Option<UserId>,
    /// The integration.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub integration_id: Option<String>,
    /// The entity to be opened.
    #[serde(default, skip_serializing_if = "none")]
    pub entity: Option<PageEntity>,
}

/// The entity that a [`PageEvent`] wants opened.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageEntity {
    /// Its id.
    #[serde(default, skip_serializing_if = "none")]
    pub id: Option<DealId>,
    /// Its name.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
    /// Its address in the CRM.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub link: Option<String>,
    /// Whether it is closed.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "none")]
    pub closed: Option<bool>,
    /// The name of the user who looks after it.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub responsible_user_name: Option<String>,
}

masked_debug! { PageEntity { id, closed; hidden: name, link, responsible_user_name } }
