//! Cards of contacts.

use serde::{Deserialize, Deserializer, Serialize};

use super::card::{
    ContactAddress, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
};
use super::none;
use crate::invalid::{self, Invalid};
use crate::lenient::list;

/// Cards of contacts: `type` is `contacts`.
///
/// ```
/// use wazzup_whatsapp_types::message::{ContactCard, ContactName, ContactPhone, Contacts};
///
/// let name = ContactName::new("Ines Falk").first_name("Ines").last_name("Falk");
/// let phone = ContactPhone::new("+15550188123").wa_id("15550188123".parse()?);
/// let contacts = Contacts::new([ContactCard::new(name).phone(phone)])?;
/// # Ok::<(), wazzup_whatsapp_types::Invalid>(())
/// ```
///
/// See [Contacts messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/contacts-messages).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Contacts(Vec<ContactCard>);

impl Contacts {
    /// Most cards in a message. Fewer are better.
    pub const MAX: usize = 257;

    /// Cards.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there are none or more than [257](Self::MAX); if one has no
    /// [formatted name](ContactName::formatted_name), or no other part of the name beside it; or if
    /// a birthday is not written as `YYYY-MM-DD`.
    pub fn new(cards: impl IntoIterator<Item = ContactCard>) -> Result<Self, Invalid> {
        let cards: Vec<_> = cards.into_iter().collect();
        invalid::items_within("contacts", cards.len(), 1, Self::MAX)?;
        for (index, card) in cards.iter().enumerate() {
            card.check()
                .map_err(|error| error.within("contacts", index))?;
        }
        Ok(Self(cards))
    }

    /// The cards.
    #[must_use]
    pub fn cards(&self) -> &[ContactCard] {
        &self.0
    }
}

impl From<Contacts> for Vec<ContactCard> {
    fn from(contacts: Contacts) -> Self {
        contacts.0
    }
}

impl TryFrom<ContactCard> for Contacts {
    type Error = Invalid;

    fn try_from(card: ContactCard) -> Result<Self, Self::Error> {
        Self::new([card])
    }
}

impl<'de> Deserialize<'de> for Contacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let cards: Vec<ContactCard> = list(deserializer)?;
        Self::new(cards).map_err(serde::de::Error::custom)
    }
}

/// A card: who it is about, and how to reach them. Whatever of it there is.
///
/// It is checked when it is put into a message, not when it is read: one that came with a message
/// can be looked at as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactCard {
    /// The name.
    #[serde(default)]
    pub name: ContactName,
    /// The birthday, as `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "none")]
    pub birthday: Option<Birthday>,
    /// Phone numbers.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub phones: Vec<ContactPhone>,
    /// Addresses of electronic mail.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub emails: Vec<ContactEmail>,
    /// Pages.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub urls: Vec<ContactUrl>,
    /// Postal addresses.
    #[serde(
        default,
        deserialize_with = "list",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub addresses: Vec<ContactAddress>,
    /// Where they work.
    #[serde(default, skip_serializing_if = "none")]
    pub org: Option<ContactOrg>,
}

string_id! {
    /// A birthday, as `YYYY-MM-DD`. `Debug` masks it.
    Birthday, "birthday", check date; personal
}

fn date(field: &'static str, value: &str) -> Result<(), Invalid> {
    let wrong = Invalid::form(field, "be a date as `YYYY-MM-DD`");
    let form = value.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if value.len() != 10 || !form {
        return Err(wrong);
    }
    let is = |text: &str, last: u8| {
        text.parse()
            .is_ok_and(|number| (1..=last).contains(&number))
    };
    if is(&value[5..7], 12) && is(&value[8..], 31) {
        return Ok(());
    }
    Err(wrong)
}

impl ContactCard {
    /// A card with nothing but a name.
    #[must_use]
    pub fn new(name: ContactName) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// Sets the birthday.
    #[must_use]
    pub fn birthday(mut self, birthday: Birthday) -> Self {
        self.birthday = Some(birthday);
        self
    }

    /// Adds a phone number.
    #[must_use]
    pub fn phone(mut self, phone: ContactPhone) -> Self {
        self.phones.push(phone);
        self
    }

    /// Adds an address of electronic mail.
    #[must_use]
    pub fn email(mut self, email: ContactEmail) -> Self {
        self.emails.push(email);
        self
    }

    /// Adds a page.
    #[must_use]
    pub fn url(mut self, url: ContactUrl) -> Self {
        self.urls.push(url);
        self
    }

    /// Adds a postal address.
    #[must_use]
    pub fn address(mut self, address: ContactAddress) -> Self {
        self.addresses.push(address);
        self
    }

    /// Says where they work.
    #[must_use]
    pub fn org(mut self, org: ContactOrg) -> Self {
        self.org = Some(org);
        self
    }

    fn check(&self) -> Result<(), Invalid> {
        self.name.check().map_err(|error| error.inside("name"))?;
        match &self.birthday {
            Some(birthday) => date("birthday", birthday.as_str()),
            None => Ok(()),
        }
    }
}
