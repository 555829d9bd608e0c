//! Deals of the CRM.

use serde::{Deserialize, Serialize};

use crate::Extra;
use crate::id::{ContactId, DealId, UserId};
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::lenient::{flag, list, none, plain_text, text};

/// A deal as the service tells of it.
///
/// See <https://wazzup24.com/help/api-en/working-with-a-list-of-deals/>.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Wire")]
#[non_exhaustive]
pub struct Deal {
    /// The CRM's id.
    pub id: DealId,
    /// The user who looks after it.
    #[serde(skip_serializing_if = "none")]
    pub responsible_user_id: Option<UserId>,
    /// The name.
    pub name: String,
    /// Link to the card in the CRM. Read from `uri`, or from `link`, which one help page sends.
    #[serde(skip_serializing_if = "none")]
    pub uri: Option<String>,
    /// The contacts it is with.
    pub contacts: Vec<ContactId>,
    /// Whether it is closed. Lists leave it out.
    #[serde(skip_serializing_if = "none")]
    pub closed: Option<bool>,
    /// Fields this version does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

masked_debug! { Deal { id, responsible_user_id, contacts, closed; hidden: name, uri, extra } }

/// What comes in: both names of the link may be there, which an alias would refuse.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: DealId,
    #[serde(default)]
    responsible_user_id: Option<UserId>,
    #[serde(default, deserialize_with = "plain_text")]
    name: String,
    #[serde(default, deserialize_with = "text")]
    uri: Option<String>,
    #[serde(default, deserialize_with = "text")]
    link: Option<String>,
    #[serde(default, deserialize_with = "list")]
    contacts: Vec<ContactId>,
    #[serde(default, deserialize_with = "flag")]
    closed: Option<bool>,
    #[serde(flatten)]
    extra: Extra,
}

impl From<Wire> for Deal {
    fn from(wire: Wire) -> Self {
        let Wire {
            id,
            responsible_user_id,
            name,
            uri,
            link,
            contacts,
            closed,
            extra,
        } = wire;
        Self {
            id,
            responsible_user_id,
            name,
            uri: uri.or(link),
            contacts,
            closed,
            extra,
        }
    }
}

/// A deal to be created or updated by `POST /v3/deals`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Deal")]
pub struct NewDeal {
    id: DealId,
    responsible_user_id: UserId,
    name: String,
    #[serde(skip_serializing_if = "none")]
    uri: Option<String>,
    contacts: Vec<ContactId>,
    closed: bool,
    #[serde(flatten)]
    extra: Extra,
}

masked_debug! { NewDeal { id, responsible_user_id, contacts, closed; hidden: name, uri, extra } }

impl NewDeal {
    /// Longest name, in characters.
    pub const NAME_MAX_CHARS: usize = 200;
    /// Longest link to the card in the CRM, in characters.
    pub const URI_MAX_CHARS: usize = 200;
    /// Fewest contacts of a deal.
    pub const CONTACTS_MIN: usize = 1;
    /// Most contacts of a deal.
    pub const CONTACTS_MAX: usize = 10;

    /// An open deal without a link.
    ///
    /// The help stars the link as required in its table and calls it optional in its text: set
    /// it with [`uri`](Self::uri) when there is one.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if an id is too long, the name is empty or longer than
    /// [`NAME_MAX_CHARS`](Self::NAME_MAX_CHARS), or there are not
    /// [`CONTACTS_MIN`](Self::CONTACTS_MIN) to [`CONTACTS_MAX`](Self::CONTACTS_MAX) contacts.
    pub fn new(
        id: DealId,
        responsible_user_id: UserId,
        name: impl Into<String>,
        contacts: impl IntoIterator<Item = ContactId>,
    ) -> Result<Self, Invalid> {
        let name = name.into();
        let contacts: Vec<_> = contacts.into_iter().collect();
        invalid::chars_within("id", id.as_str(), DealId::MAX_CHARS)?;
        invalid::chars_within(
            "responsibleUserId",
            responsible_user_id.as_str(),
            UserId::MAX_CHARS,
        )?;
        invalid::chars_within("name", &name, Self::NAME_MAX_CHARS)?;
        invalid::items_within(
            "contacts",
            contacts.len(),
            Self::CONTACTS_MIN,
            Self::CONTACTS_MAX,
        )?;
        for contact in &contacts {
            invalid::chars_within("contacts", contact.as_str(), ContactId::MAX_CHARS)?;
        }
        let extra = Extra::new();
        Ok(Self {
            id,
            responsible_user_id,
            name,
            uri: None,
            contacts,
            closed: false,
            extra,
        })
    }

    /// Sets the link to the card in the CRM. It is sent as given.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [`URI_MAX_CHARS`](Self::URI_MAX_CHARS).
    pub fn uri(mut self, uri: impl Into<String>) -> Result<Self, Invalid> {
        let uri = uri.into();
        invalid::chars_within("uri", &uri, Self::URI_MAX_CHARS)?;
        self.uri = Some(uri);
        Ok(self)
    }

    /// Sets whether it is closed.
    #[must_use]
    pub fn closed(mut self, closed: bool) -> Self {
        self.closed = closed;
        self
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &DealId {
        &self.id
    }

    /// The user who looks after it.
    #[must_use]
    pub fn responsible_user_id(&self) -> &UserId {
        &self.responsible_user_id
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The contacts it is with.
    #[must_use]
    pub fn contacts(&self) -> &[ContactId] {
        &self.contacts
    }
}

impl TryFrom<Deal> for NewDeal {
    type Error = Invalid;

    fn try_from(deal: Deal) -> Result<Self, Self::Error> {
        let Deal {
            id,
            responsible_user_id,
            name,
            uri,
            contacts,
            closed,
            extra,
        } = deal;
        let responsible = responsible_user_id.ok_or(Invalid::new(
            "responsibleUserId",
            Limit::MinChars(1),
            Actual::Missing,
        ))?;
        let mut new = Self::new(id, responsible, name, contacts)?;
        if let Some(uri) = uri.filter(|uri| !uri.is_empty()) {
            new = new.uri(uri)?;
        }
        new.closed = closed.unwrap_or_default();
        new.extra = extra;
        Ok(new)
    }
}

impl From<NewDeal> for Deal {
    fn from(new: NewDeal) -> Self {
        let NewDeal {
            id,
            responsible_user_id,
            name,
            uri,
            contacts,
            closed,
            extra,
        } = new;
        let responsible_user_id = Some(responsible_user_id);
        Self {
            id,
            responsible_user_id,
            name,
            uri,
            contacts,
            closed: Some(closed),
            extra,
        }
    }
}
