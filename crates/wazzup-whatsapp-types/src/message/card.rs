//! The parts of a contact's card.

use serde::{Deserialize, Serialize};

use super::none;
use crate::id::WaId;
use crate::invalid::{self, Actual, Invalid, Limit};
use crate::lenient::text;

/// Makes a struct of texts of which any may be missing, with a setter for each.
macro_rules! texts {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($(#[$doc:meta])* $field:ident $(as $wire:literal)?,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$doc])*
            #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
            $(#[serde(rename = $wire)])?
            pub $field: Option<String>,)+
        }

        masked_debug! { $name { ; hidden: $($field),+ } }

        impl $name {
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<String>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )+
        }
    };
}

texts! {
    /// The name on a card.
    pub struct ContactName {
        /// The whole name, as it is shown.
        formatted_name,
        /// The first name.
        first_name,
        /// The last name.
        last_name,
        /// The middle name.
        middle_name,
        /// What stands before the name, such as a title.
        prefix,
        /// What stands behind the name.
        suffix,
    }
}

impl ContactName {
    /// A name as it is shown. One of the other parts is needed beside it.
    #[must_use]
    pub fn new(formatted_name: impl Into<String>) -> Self {
        Self::default().formatted_name(formatted_name)
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        let formatted_name = self.formatted_name.as_deref().unwrap_or_default();
        invalid::not_empty("formatted_name", formatted_name)?;
        let parts = [
            &self.first_name,
            &self.last_name,
            &self.middle_name,
            &self.prefix,
            &self.suffix,
        ];
        if parts.iter().any(|part| part.is_some()) {
            return Ok(());
        }
        // Any of them will do; this is the one that is mostly meant.
        let missing = Invalid::new("first_name", Limit::MinItems(1), Actual::Missing);
        Err(missing)
    }
}

/// A phone number on a card.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactPhone {
    /// The number.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    pub phone: Option<String>,
    /// What kind of number it is, such as `CELL`, `WORK` or `HOME`: any text.
    #[serde(default, deserialize_with = "text", skip_serializing_if = "none")]
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The number as the service writes it. With it the card offers to write to them, without it to
    /// invite them.
    #[serde(default, skip_serializing_if = "none")]
    pub wa_id: Option<WaId>,
}

masked_debug! { ContactPhone { kind, wa_id; hidden: phone } }

impl ContactPhone {
    /// A number.
    #[must_use]
    pub fn new(phone: impl Into<String>) -> Self {
        Self {
            phone: Some(phone.into()),
            ..Self::default()
        }
    }

    /// What kind of number it is, such as `CELL`, `WORK` or `HOME`: any text.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// The number as the service writes it. With it the card offers to write to them, without it to
    /// invite them.
    #[must_use]
    pub fn wa_id(mut self, id: WaId) -> Self {
        self.wa_id = Some(id);
        self
    }
}

texts! {
    /// An address of electronic mail on a card.
    pub struct ContactEmail {
        /// The address.
        email,
        /// What kind of address it is, such as `WORK` or `HOME`: any text.
        kind as "type",
    }
}

impl ContactEmail {
    /// An address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self::default().email(email)
    }
}

texts! {
    /// A page on a card.
    pub struct ContactUrl {
        /// Its address.
        url,
        /// What kind of page it is, such as `WORK` or `HOME`: any text.
        kind as "type",
    }
}

impl ContactUrl {
    /// A page.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self::default().url(url)
    }
}

texts! {
    /// A postal address on a card.
    pub struct ContactAddress {
        /// The street, with the number of the house.
        street,
        /// The city.
        city,
        /// The state or province.
        state,
        /// The postal code.
        zip,
        /// The country.
        country,
        /// The two letters of the country.
        country_code,
        /// What kind of address it is, such as `WORK` or `HOME`: any text.
        kind as "type",
    }
}

impl ContactAddress {
    /// An address with nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

texts! {
    /// Where the person on a card works.
    pub struct ContactOrg {
        /// The company.
        company,
        /// The department.
        department,
        /// What they do there.
        title,
    }
}

impl ContactOrg {
    /// A company.
    #[must_use]
    pub fn new(company: impl Into<String>) -> Self {
        Self::default().company(company)
    }
}
