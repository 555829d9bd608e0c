//! Ids: a type for each, so that two cannot be swapped.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::invalid::Invalid;
use crate::lenient;

string_id! {
    /// Id of a channel, one connected messenger account. A UUID so far, to be treated as opaque.
    ChannelId, "channelId"
}

string_id! {
    /// Id the service gives to a message.
    MessageId, "messageId"
}

string_id! {
    /// Id of a chat inside its messenger: often a phone number or an account name, so it has no
    /// `Display` and `Debug` masks it.
    ChatId, "chatId"; personal
}

string_id! {
    /// The caller's own name for a message, by which the service refuses to send it twice within
    /// 60 seconds.
    CrmMessageId, "crmMessageId"
}

string_id! {
    /// The CRM's id of an employee.
    ///
    /// A reference to a user may have 100 characters, a user that is created only
    /// [`NewUser::ID_MAX_CHARS`](crate::user::NewUser::ID_MAX_CHARS).
    UserId, "userId", max 100
}

string_id! {
    /// The CRM's id of a contact.
    ContactId, "contactId", max 100
}

string_id! {
    /// The CRM's id of a deal.
    DealId, "dealId", max 100
}

string_id! {
    /// The CRM's id of a sales pipeline.
    PipelineId, "pipelineId", max 100
}

string_id! {
    /// The CRM's id of a stage in a pipeline.
    StageId, "stageId", max 100
}

string_id! {
    /// Id of a WhatsApp Business template: `templateId` of a send, `templateGuid` elsewhere.
    TemplateId, "templateId"
}

/// Number of an account. The service writes it as a number, some answers as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    /// The account of that number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl From<u64> for AccountId {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl FromStr for AccountId {
    type Err = Invalid;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let number = raw
            .trim()
            .parse()
            .map_err(|_| Invalid::form("accountId", "be a number"))?;
        Ok(Self(number))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

/// The number of an account that may be missing, null or empty.
pub(crate) fn account_if_any<'de, D>(deserializer: D) -> Result<Option<AccountId>, D::Error>
where
    D: Deserializer<'de>,
{
    lenient::text(deserializer)?
        .filter(|raw| !raw.trim().is_empty())
        .map(|raw| raw.parse().map_err(serde::de::Error::custom))
        .transpose()
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: String = lenient::id(deserializer)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}
