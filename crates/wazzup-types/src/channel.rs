//! Channels: the messenger accounts connected to an account of the service.

use serde::{Deserialize, Serialize};

use crate::chat::ChatType;
use crate::id::ChannelId;
use crate::lenient::{none, text};

open_enum! {
    /// The way a channel is connected to its messenger.
    ///
    /// Mind the two Telegram names: `tgapi` is a person's account, `telegram` a bot.
    pub enum ChannelTransport {
        /// WhatsApp on a phone.
        WhatsApp = "whatsapp",
        /// The WhatsApp Business API.
        Waba = "wapi",
        /// The WhatsApp Business API, as some paths of the partner API call it.
        WabaInPaths = "waba",
        /// Instagram.
        Instagram = "instagram",
        /// Instagram, as the partner API's channel links call it.
        InstApi = "instAPI",
        /// A person's Telegram account.
        TelegramPersonal = "tgapi",
        /// A Telegram bot.
        TelegramBot = "telegram",
        /// VK.
        Vk = "vk",
        /// Avito.
        Avito = "avito",
        /// Viber.
        Viber = "viber",
        /// A person's MAX account.
        Max = "max",
        /// A MAX bot.
        MaxBot = "maxbot",
    }
}

impl ChannelTransport {
    /// The type of a private chat over this transport; `None` for a transport without a name here.
    #[must_use]
    pub fn chat_type(&self) -> Option<ChatType> {
        Some(match self {
            Self::WhatsApp | Self::Waba | Self::WabaInPaths => ChatType::WhatsApp,
            Self::Instagram | Self::InstApi => ChatType::Instagram,
            Self::TelegramPersonal | Self::TelegramBot => ChatType::Telegram,
            Self::Vk => ChatType::Vk,
            Self::Avito => ChatType::Avito,
            Self::Viber => ChatType::Viber,
            Self::Max | Self::MaxBot => ChatType::Max,
            Self::Unlisted(_) => return None,
        })
    }

    /// The type of a group chat over this transport, where it has groups.
    #[must_use]
    pub fn group_chat_type(&self) -> Option<ChatType> {
        Some(match self {
            Self::WhatsApp => ChatType::WhatsAppGroup,
            Self::TelegramPersonal | Self::TelegramBot => ChatType::TelegramGroup,
            Self::Max | Self::MaxBot => ChatType::MaxGroup,
            _ => return None,
        })
    }

    /// Whether chats of that type can be reached over this transport. `true` if either is not
    /// named here: the service knows better then.
    #[must_use]
    pub fn carries(&self, chat_type: &ChatType) -> bool {
        if !self.is_listed() || !chat_type.is_listed() {
            return true;
        }
        self.chat_type().as_ref() == Some(chat_type)
            || self.group_chat_type().as_ref() == Some(chat_type)
    }
}

open_enum! { fold;
    /// What a channel is doing. Read in any letter case, as the sources disagree on it.
    ///
    /// Anything but [`Active`](Self::Active) means that it does not work now.
    pub enum ChannelState {
        /// It works.
        Active = "active",
        /// It is starting.
        Init = "init",
        /// Off: not in the subscription, or deleted with its messages kept.
        Disabled = "disabled",
        /// No link to the phone.
        PhoneUnavailable = "phoneUnavailable",
        /// A QR code waits to be scanned.
        Qr = "qr",
        /// The QR code expired, or the account was signed out.
        QrIdle = "qridle",
        /// Signed in on another device.
        OpenElsewhere = "openElsewhere",
        /// Not paid.
        NotEnoughMoney = "notEnoughMoney",
        /// The code was scanned by another number.
        ForeignPhone = "foreignphone",
        /// Signed out.
        Unauthorized = "unauthorized",
        /// The two-factor password is wanted.
        WaitForPassword = "waitForPassword",
        /// A code is wanted.
        WaitForCode = "waitForCode",
        /// Blocked by Meta.
        Blocked = "blocked",
        /// A WhatsApp Business account under review.
        OnModeration = "onModeration",
        /// A WhatsApp Business account that was turned down.
        Rejected = "rejected",
    }
}

impl ChannelState {
    /// Whether the channel works.
    #[must_use]
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

open_enum! { fold;
    /// How many people a WhatsApp Business channel may write to first within 24 hours.
    ///
    /// The sizes are Meta's and change (the second level is given as 1000 and as 2000), so only
    /// the names are kept here.
    pub enum ChannelTier {
        /// The first level, 250 conversations.
        Tier0 = "TIER_0",
        /// The second level.
        Tier1K = "TIER_1K",
        /// 10 000 conversations.
        Tier10K = "TIER_10K",
        /// 100 000 conversations.
        Tier100K = "TIER_100K",
        /// No limit.
        Unlimited = "TIER_UNLIMITED",
    }
}

/// A channel, from `GET /v3/channels`.
///
/// See <https://wazzup24.com/help/api-en/working-with-channels/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Channel {
    /// Its id.
    pub channel_id: ChannelId,
    /// How it is connected.
    #[serde(default, skip_serializing_if = "none")]
    pub transport: Option<ChannelTransport>,
    /// The phone, account name or id in the messenger.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub plain_id: Option<String>,
    /// What it is doing.
    #[serde(default, skip_serializing_if = "none")]
    pub state: Option<ChannelState>,
    /// The label given to it in the service. Not documented, present on live accounts.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub name: Option<String>,
}

impl Channel {
    /// A channel of which only the id is known.
    #[must_use]
    pub fn new(channel_id: ChannelId) -> Self {
        Self {
            channel_id,
            transport: None,
            plain_id: None,
            state: None,
            name: None,
        }
    }

    /// Whether it works. A channel without a state does not.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state.as_ref().is_some_and(ChannelState::is_active)
    }
}

masked_debug! { Channel { channel_id, transport, state; hidden: plain_id, name } }
