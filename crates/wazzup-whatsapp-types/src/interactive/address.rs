//! A form for a postal address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::header::{Header, check_header};
use super::parts::{BODY_MAX_CHARS, Words, check_footer};
use crate::invalid::{self, Invalid};
use crate::message::none;

open_enum! {
    /// A part of a postal address.
    pub enum AddressField {
        /// Who lives there.
        Name = "name",
        /// Their phone number.
        PhoneNumber = "phone_number",
        /// The Indian postal code: at most 6 characters.
        InPinCode = "in_pin_code",
        /// The number of the house.
        HouseNumber = "house_number",
        /// The number of the floor.
        FloorNumber = "floor_number",
        /// The number of the tower.
        TowerNumber = "tower_number",
        /// The name of the building.
        BuildingName = "building_name",
        /// The street.
        Address = "address",
        /// The area, or what stands nearby.
        LandmarkArea = "landmark_area",
        /// The city.
        City = "city",
        /// The state.
        State = "state",
    }
}

/// A postal address, by its parts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostalAddress(BTreeMap<AddressField, String>);

impl std::fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostalAddress(<{} hidden>)", self.0.len())
    }
}

impl PostalAddress {
    /// Longest Indian postal code, in characters.
    pub const PIN_CODE_MAX_CHARS: usize = 6;

    /// An address with nothing in it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a part.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty, or a postal code of more than
    /// [6 characters](Self::PIN_CODE_MAX_CHARS).
    pub fn with(mut self, field: AddressField, value: impl Into<String>) -> Result<Self, Invalid> {
        self.0.insert(field, value.into());
        self.check()?;
        Ok(self)
    }

    /// A part.
    #[must_use]
    pub fn get(&self, field: &AddressField) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    /// Every part.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&AddressField, &str)> {
        self.0.iter().map(|(field, value)| (field, value.as_str()))
    }

    fn check(&self) -> Result<(), Invalid> {
        for value in self.0.values() {
            invalid::not_empty("values", value)?;
        }
        self.get(&AddressField::InPinCode).map_or(Ok(()), |code| {
            invalid::max_chars("values.in_pin_code", code, Self::PIN_CODE_MAX_CHARS)
        })
    }
}

checked! {
    /// A text with a form for a postal address: `interactive.type` is `address_message`. For India, and
    /// in older pages for Singapore.
    ///
    /// See [Address messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/address-messages).
    #[derive(Debug, Eq)]
    pub struct AddressRequest {
        #[serde(default, skip_serializing_if = "none")]
        header: Option<Header>,
        body: Words,
        #[serde(default, skip_serializing_if = "none")]
        footer: Option<Words>,
        action: Action,
    }
}

with_body!(AddressRequest);
with_header!(AddressRequest);
with_footer!(AddressRequest);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
enum Action {
    AddressMessage { parameters: Parameters },
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Parameters {
    country: String,
    #[serde(default, skip_serializing_if = "none")]
    values: Option<PostalAddress>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    saved_addresses: Vec<SavedAddress>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    validation_errors: BTreeMap<AddressField, String>,
}

impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parameters")
            .field("country", &self.country)
            .field("saved_addresses", &self.saved_addresses.len())
            .finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SavedAddress {
    id: String,
    value: PostalAddress,
}

impl AddressRequest {
    /// A text, and the two letters of the country whose addresses the form is for: `IN`.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty or longer than [1024 characters](BODY_MAX_CHARS), or the
    /// country is not two capital letters.
    pub fn new(body: impl Into<String>, country: impl Into<String>) -> Result<Self, Invalid> {
        Self {
            header: None,
            body: Words::new(body),
            footer: None,
            action: Action::AddressMessage {
                parameters: Parameters {
                    country: country.into(),
                    values: None,
                    saved_addresses: Vec::new(),
                    validation_errors: BTreeMap::new(),
                },
            },
        }
        .checked()
    }

    /// Fills the form in.
    #[must_use]
    pub fn values(mut self, address: PostalAddress) -> Self {
        self.parameters_mut().values = Some(address);
        self
    }

    /// Offers an address that was given before; the answer brings its id back if it is chosen.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the id is empty, or that of another one.
    pub fn saved_address(
        mut self,
        id: impl Into<String>,
        address: PostalAddress,
    ) -> Result<Self, Invalid> {
        self.parameters_mut().saved_addresses.push(SavedAddress {
            id: id.into(),
            value: address,
        });
        self.checked()
    }

    /// Says what was wrong with a part that was given before.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if nothing is said.
    pub fn validation_error(
        mut self,
        field: AddressField,
        error: impl Into<String>,
    ) -> Result<Self, Invalid> {
        let errors = &mut self.parameters_mut().validation_errors;
        errors.insert(field, error.into());
        self.checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_header(self.header.as_ref())?;
        self.body.check("body.text", BODY_MAX_CHARS)?;
        check_footer(self.footer.as_ref())?;
        let parameters = self.parameters();
        let letters = parameters.country.bytes().all(|it| it.is_ascii_uppercase());
        if parameters.country.len() != 2 || !letters {
            return Err(Invalid::form(
                "action.parameters.country",
                "be two capital letters",
            ));
        }
        if let Some(values) = &parameters.values {
            values
                .check()
                .map_err(|error| error.inside("action.parameters"))?;
        }
        let list = "action.parameters.saved_addresses";
        for (index, saved) in parameters.saved_addresses.iter().enumerate() {
            invalid::not_empty("id", &saved.id)
                .and_then(|()| saved.value.check())
                .map_err(|error| error.within(list, index))?;
        }
        let ids = parameters.saved_addresses.iter().map(|it| it.id.as_str());
        invalid::unique(list, "id", ids)?;
        for error in parameters.validation_errors.values() {
            invalid::not_empty("action.parameters.validation_errors", error)?;
        }
        Ok(())
    }

    fn parameters(&self) -> &Parameters {
        let Action::AddressMessage { parameters } = &self.action;
        parameters
    }

    fn parameters_mut(&mut self) -> &mut Parameters {
        let Action::AddressMessage { parameters } = &mut self.action;
        parameters
    }

    /// The country whose addresses the form is for.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.parameters().country
    }

    /// What the form is filled in with.
    #[must_use]
    pub fn get_values(&self) -> Option<&PostalAddress> {
        self.parameters().values.as_ref()
    }
}
