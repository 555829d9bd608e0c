//! A place.

use serde::Deserializer;

use super::none;
use crate::invalid::Invalid;
use crate::lenient;

checked! {
    /// A place: `type` is `location`.
    ///
    /// See [Location messages](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-messages).
    pub struct Location {
        #[serde(deserialize_with = "degrees")]
        latitude: f64,
        #[serde(deserialize_with = "degrees")]
        longitude: f64,
        #[serde(default, skip_serializing_if = "none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "none")]
        address: Option<String>,
    }
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Where somebody is tells who it is.
        f.write_str("Location(<hidden>)")
    }
}

impl Location {
    /// A place, by its degrees north and east.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is no such place: from -90 to 90 degrees north, from -180 to 180 degrees
    /// east.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, Invalid> {
        Self {
            latitude,
            longitude,
            name: None,
            address: None,
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        if !(-90.0..=90.0).contains(&self.latitude) {
            return Err(Invalid::form(
                "location.latitude",
                "be from -90 to 90 degrees",
            ));
        }
        if !(-180.0..=180.0).contains(&self.longitude) {
            return Err(Invalid::form(
                "location.longitude",
                "be from -180 to 180 degrees",
            ));
        }
        Ok(())
    }

    /// Names it.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says its address.
    #[must_use]
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = Some(address.into());
        self
    }

    /// Degrees north.
    #[must_use]
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    #[must_use]
    pub fn longitude(&self) -> f64 {
        self.longitude
    }

    /// Its name.
    #[must_use]
    pub fn get_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Its address.
    #[must_use]
    pub fn get_address(&self) -> Option<&str> {
        self.address.as_deref()
    }
}

/// A number, also as text.
fn degrees<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    lenient::amount(deserializer)?.ok_or_else(|| serde::de::Error::custom("no number of degrees"))
}
