//! Whom a message goes to, or what else is done about a user.

use std::str::FromStr;

use crate::id::{Bsuid, GroupId, ParentBsuid, PhoneNumber, WaId, is_phone_mark};
use crate::invalid::{self, Actual, Invalid, Limit};

/// A user or a group, by one of the ways to name them.
///
/// ```
/// use wazzup_whatsapp_types::Recipient;
///
/// assert!(matches!(Recipient::parse("15550104477")?, Recipient::WaId(_)));
/// assert!(matches!(Recipient::parse("+1 (555) 010-4477")?, Recipient::Phone(_)));
/// assert!(matches!(Recipient::parse("NL.90210")?, Recipient::Bsuid(_)));
/// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Recipient {
    /// A user by the phone number as the service writes it.
    WaId(WaId),
    /// A user by the phone number as people write it.
    Phone(PhoneNumber),
    /// A user by the id for one business portfolio. Authentication templates with one-tap,
    /// zero-tap or copy-code buttons cannot go there.
    Bsuid(Bsuid),
    /// A user by the id for all portfolios that are linked to each other.
    ParentBsuid(ParentBsuid),
    /// A group.
    Group(GroupId),
}

impl Recipient {
    /// Tells by its form what a text names:
    ///
    /// 1. digits only: [`WaId`](Self::WaId)
    /// 2. two capital letters, a dot and digits: [`Bsuid`](Self::Bsuid)
    /// 3. two capital letters, `.ENT.` and digits: [`ParentBsuid`](Self::ParentBsuid)
    /// 4. digits among `+`, `-`, spaces and parentheses: [`Phone`](Self::Phone)
    /// 5. anything else: [`Group`](Self::Group)
    ///
    /// An id of a user that has letters behind its last dot is not known by its form: make a
    /// [`Bsuid`] of it.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        invalid::not_empty("to", text)?;
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.rsplit('.').next().is_some_and(digits);
        Ok(if digits(text) {
            Self::WaId(WaId::new(text)?)
        } else if let (true, Ok(id)) = (number, Bsuid::new(text)) {
            Self::Bsuid(id)
        } else if let (true, Ok(id)) = (number, ParentBsuid::new(text)) {
            Self::ParentBsuid(id)
        } else if digits(&text.replace(is_phone_mark, "")) {
            Self::Phone(PhoneNumber::new(text)?)
        } else {
            Self::Group(GroupId::new(text)?)
        })
    }

    /// The text, whatever it names.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::WaId(id) => id.as_str(),
            Self::Phone(phone) => phone.as_str(),
            Self::Bsuid(id) => id.as_str(),
            Self::ParentBsuid(id) => id.as_str(),
            Self::Group(id) => id.as_str(),
        }
    }

    /// Whether it is a group: the `recipient_type` of a message is `group` then, else
    /// `individual`.
    #[must_use]
    pub fn is_group(&self) -> bool {
        matches!(self, Self::Group(_))
    }

    /// The `recipient_type` of a message to it: `group` or `individual`.
    #[must_use]
    pub fn recipient_type(&self) -> &'static str {
        if self.is_group() {
            "group"
        } else {
            "individual"
        }
    }

    /// The field of a message that it goes to: `recipient` for the ids of users, `to` for
    /// everything else.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Bsuid(_) | Self::ParentBsuid(_) => "recipient",
            Self::WaId(_) | Self::Phone(_) | Self::Group(_) => "to",
        }
    }

    /// From the fields of a message.
    pub(crate) fn from_fields(
        to: Option<&str>,
        recipient: Option<&str>,
        recipient_type: Option<&str>,
    ) -> Result<Self, Invalid> {
        // With both of them, `to` wins.
        match (to, recipient) {
            (Some(to), _) if recipient_type == Some("group") => Ok(Self::Group(GroupId::new(to)?)),
            (Some(to), _) => Self::parse(to),
            (None, Some(id)) => match ParentBsuid::new(id) {
                Ok(id) => Ok(Self::ParentBsuid(id)),
                Err(_) => Ok(Self::Bsuid(Bsuid::new(id)?)),
            },
            (None, None) => Err(Invalid::new("to", Limit::MinItems(1), Actual::Missing)),
        }
    }
}

impl FromStr for Recipient {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Recipient {
    type Error = Invalid;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Recipient {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<WaId> for Recipient {
    fn from(id: WaId) -> Self {
        Self::WaId(id)
    }
}

impl From<PhoneNumber> for Recipient {
    fn from(phone: PhoneNumber) -> Self {
        Self::Phone(phone)
    }
}

impl From<Bsuid> for Recipient {
    fn from(id: Bsuid) -> Self {
        Self::Bsuid(id)
    }
}

impl From<ParentBsuid> for Recipient {
    fn from(id: ParentBsuid) -> Self {
        Self::ParentBsuid(id)
    }
}

impl From<GroupId> for Recipient {
    fn from(id: GroupId) -> Self {
        Self::Group(id)
    }
}

impl From<&Self> for Recipient {
    fn from(recipient: &Self) -> Self {
        recipient.clone()
    }
}
