use std::{fmt, sync::Arc};

use crate::{
    envelope::Envelope,
    extract::{Delivery, ExtractError, FromDelivery},
};

/// The text an event was parsed from, as it came. Cheap to clone.
///
/// As an argument of a handler it needs an event whose provider kept the text; `Option<Raw>` takes
/// any. `Debug` shows the length only.
#[derive(Clone)]
pub struct Raw(Source);

#[derive(Clone)]
enum Source {
    Text(Arc<str>),
    /// An envelope whose event has a text.
    Event(Envelope),
}

impl Raw {
    pub(crate) fn text(text: Arc<str>) -> Self {
        Self(Source::Text(text))
    }

    pub(crate) fn of(envelope: Envelope) -> Self {
        Self(Source::Event(envelope))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Source::Text(text) => text,
            Source::Event(envelope) => envelope.event_raw().unwrap_or_default(),
        }
    }
}

impl AsRef<str> for Raw {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.as_str().len())
    }
}

impl FromDelivery for Raw {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        delivery.envelope().raw().ok_or_else(|| {
            ExtractError::missing("raw text", "the provider kept none with this event")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_only() {
        assert_eq!(format!("{:?}", Raw::text("secret".into())), "Raw(6 bytes)");
    }
}
