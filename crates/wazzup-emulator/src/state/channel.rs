//! Channels: connected messenger accounts.

use serde_json::{Value, json};

/// Every transport there is, with the chat type of its private chats.
pub(crate) const TRANSPORTS: [(&str, &str); 10] = [
    ("whatsapp", "whatsapp"),
    ("wapi", "whatsapp"),
    ("instagram", "instagram"),
    ("tgapi", "telegram"),
    ("telegram", "telegram"),
    ("vk", "vk"),
    ("avito", "avito"),
    ("viber", "viber"),
    ("max", "max"),
    ("maxbot", "max"),
];

/// Transports with group chats.
pub(crate) const GROUPS: [(&str, &str); 3] = [
    ("whatsapp", "whatsgroup"),
    ("tgapi", "telegroup"),
    ("max", "maxgroup"),
];

/// The chat type of a private chat on `transport`.
pub(crate) fn chat_type_of(transport: &str) -> Option<&'static str> {
    TRANSPORTS
        .iter()
        .find(|(known, _)| *known == transport)
        .map(|(_, chat_type)| *chat_type)
}

/// A connected messenger account.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: String,
    pub(crate) transport: String,
    pub(crate) plain_id: String,
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) tier: Option<String>,
    pub(crate) deleted: bool,
}

impl Channel {
    pub(crate) fn is_active(&self) -> bool {
        self.state == "active"
    }

    /// Whether chats of `chat_type` live on this channel.
    pub(crate) fn carries(&self, chat_type: &str) -> bool {
        let carries = |list: &[(&str, &str)]| {
            list.iter()
                .any(|(transport, kind)| *transport == self.transport && *kind == chat_type)
        };
        carries(&TRANSPORTS) || carries(&GROUPS)
    }

    /// The item of `GET /v3/channels`.
    pub(crate) fn public(&self) -> Value {
        json!({
            "channelId": self.id,
            "transport": self.transport,
            "plainId": self.plain_id,
            "state": self.state,
            "name": self.name,
        })
    }

    /// The item of tech `GET /channels/list`.
    pub(crate) fn tech(&self) -> Value {
        let mut item = json!({
            "guid": self.id,
            "transport": self.transport,
            "phone": self.plain_id,
            "name": self.name,
            "state": self.state,
            "deleted": self.deleted,
            "hasAccess": true,
            "visible": !self.deleted,
            "details": {
                "commentsFilter": [],
                "instAPI": self.transport == "instagram",
                "approachingDialogueLimit": false,
                "dialogLimitExceeded": false,
                "isTrial": false,
                "notifications": [],
            },
        });
        if let (Some(tier), Some(item)) = (&self.tier, item.as_object_mut()) {
            item.insert("tier".to_owned(), tier.as_str().into());
        }
        item
    }
}
