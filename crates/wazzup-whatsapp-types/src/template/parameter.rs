//! What is put in for the variables of header and body.

use serde::{Deserialize, Serialize};

use crate::id::{CatalogId, ProductId};
use crate::interactive::{Header, HeaderDocument};
use crate::invalid::{self, Invalid};
use crate::lenient::integer;
use crate::message::{Location, MediaRef, none};

checked! {
    /// What is put in for a variable of a body.
    pub struct Parameter {
        #[serde(flatten)]
        value: Value,
        #[serde(default, skip_serializing_if = "none")]
        parameter_name: Option<String>,
    }
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Value {
    Text { text: String },
    Currency { currency: Currency },
    DateTime { date_time: DateTime },
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Currency {
    fallback_value: String,
    code: String,
    amount_1000: i64,
}

impl std::fmt::Debug for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.value {
            Value::Text { .. } => "text",
            Value::Currency { .. } => "currency",
            Value::DateTime { .. } => "date_time",
        };
        f.debug_struct("Parameter")
            .field("kind", &kind)
            .field("parameter_name", &self.parameter_name)
            .finish_non_exhaustive()
    }
}

impl Parameter {
    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty. How long it may be depends on the template: the whole body has at
    /// most 1024 characters once the texts are in it.
    pub fn text(text: impl Into<String>) -> Result<Self, Invalid> {
        Self::of(Value::Text { text: text.into() })
    }

    /// A text for the variable of that name, as a template with named variables has them.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as [`text`](Self::text) and [`name`](Self::name).
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Result<Self, Invalid> {
        Self::text(text)?.name(name)
    }

    /// An amount of money, which the client shows as is usual where it is: thousandths of the currency
    /// with those three letters, and a text to show where that is not possible.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the text is empty, or the currency not three capital letters.
    pub fn currency(
        fallback: impl Into<String>,
        code: impl Into<String>,
        amount_1000: i64,
    ) -> Result<Self, Invalid> {
        Self::of(Value::Currency {
            currency: Currency {
                fallback_value: fallback.into(),
                code: code.into(),
                amount_1000,
            },
        })
    }

    /// A moment.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if its text is empty.
    pub fn date_time(moment: DateTime) -> Result<Self, Invalid> {
        Self::of(Value::DateTime { date_time: moment })
    }

    /// Says which variable it is for, in a template with named variables.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if the name is not made of lower-case letters, digits and underscores.
    pub fn name(mut self, name: impl Into<String>) -> Result<Self, Invalid> {
        self.parameter_name = Some(name.into());
        self.checked()
    }

    fn of(value: Value) -> Result<Self, Invalid> {
        Self {
            value,
            parameter_name: None,
        }
        .checked()
    }

    fn check(&self) -> Result<(), Invalid> {
        check_name(self.parameter_name.as_deref())?;
        match &self.value {
            Value::Text { text } => invalid::not_empty("text", text),
            Value::Currency { currency } => {
                invalid::not_empty("currency.fallback_value", &currency.fallback_value)?;
                let letters = currency.code.bytes().all(|it| it.is_ascii_uppercase());
                if currency.code.len() == 3 && letters {
                    return Ok(());
                }
                Err(Invalid::form("currency.code", "be three capital letters"))
            }
            Value::DateTime { date_time } => {
                invalid::not_empty("date_time.fallback_value", &date_time.fallback_value)
            }
        }
    }

    /// The variable it is for, if variables have names.
    #[must_use]
    pub fn get_name(&self) -> Option<&str> {
        self.parameter_name.as_deref()
    }

    /// The text that is shown, or is shown where nothing better can be.
    #[must_use]
    pub fn shown(&self) -> &str {
        match &self.value {
            Value::Text { text } => text,
            Value::Currency { currency } => &currency.fallback_value,
            Value::DateTime { date_time } => &date_time.fallback_value,
        }
    }
}

fn check_name(name: Option<&str>) -> Result<(), Invalid> {
    name.map_or(Ok(()), |name| {
        invalid::not_empty("parameter_name", name)?;
        if is_lower(name) {
            return Ok(());
        }
        Err(Invalid::form(
            "parameter_name",
            "be lower-case letters, digits and underscores",
        ))
    })
}

/// Lower-case letters, digits and underscores: as the names of templates and of variables are.
pub(super) fn is_lower(name: &str) -> bool {
    name.bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// A moment, by a text that is always there and by its parts, of which any may be missing.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DateTime {
    /// The text that is shown.
    #[serde(default)]
    pub fallback_value: String,
    /// The day of the week, 1 being Monday.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub day_of_week: Option<i64>,
    /// The year.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub year: Option<i64>,
    /// The month, 1 being January.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub month: Option<i64>,
    /// The day of the month.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub day_of_month: Option<i64>,
    /// The hour, from 0 to 23.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub hour: Option<i64>,
    /// The minute.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "none")]
    pub minute: Option<i64>,
    /// The calendar: `GREGORIAN`.
    #[serde(default, skip_serializing_if = "none")]
    pub calendar: Option<String>,
}

impl std::fmt::Debug for DateTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DateTime(<hidden>)")
    }
}

impl DateTime {
    /// A moment, by the text that is shown.
    #[must_use]
    pub fn new(fallback: impl Into<String>) -> Self {
        Self {
            fallback_value: fallback.into(),
            ..Self::default()
        }
    }
}

/// What is put in for the variable, or the media, of a header.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum HeaderParameter {
    /// A text.
    #[non_exhaustive]
    Text {
        /// The text.
        text: String,
        /// The variable it is for, if variables have names.
        #[serde(default, skip_serializing_if = "none")]
        parameter_name: Option<String>,
    },
    /// A picture.
    #[non_exhaustive]
    Image {
        /// The picture.
        image: MediaRef,
    },
    /// A film.
    #[non_exhaustive]
    Video {
        /// The film.
        video: MediaRef,
    },
    /// A film without sound that begins by itself, an MP4 of at most 3.5 MB. By the marketing messages
    /// API only.
    #[non_exhaustive]
    Gif {
        /// The film.
        gif: MediaRef,
    },
    /// A file.
    #[non_exhaustive]
    Document {
        /// The file.
        document: HeaderDocument,
    },
    /// A place.
    #[non_exhaustive]
    Location {
        /// The place.
        location: Location,
    },
    /// A product.
    #[non_exhaustive]
    Product {
        /// The product.
        product: ProductRef,
    },
}

/// A product of a catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProductRef {
    /// The catalog.
    pub catalog_id: CatalogId,
    /// The product in it.
    pub product_retailer_id: ProductId,
}

impl std::fmt::Debug for HeaderParameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text { parameter_name, .. } => f
                .debug_struct("Text")
                .field("parameter_name", parameter_name)
                .finish_non_exhaustive(),
            Self::Image { image } => f.debug_tuple("Image").field(image).finish(),
            Self::Video { video } => f.debug_tuple("Video").field(video).finish(),
            Self::Gif { gif } => f.debug_tuple("Gif").field(gif).finish(),
            Self::Document { document } => f.debug_tuple("Document").field(document).finish(),
            Self::Location { location } => f.debug_tuple("Location").field(location).finish(),
            Self::Product { product } => f.debug_tuple("Product").field(product).finish(),
        }
    }
}

impl HeaderParameter {
    /// A text.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if it is empty or longer than [60 characters](Header::TEXT_MAX_CHARS), which is as
    /// much as a whole header has.
    pub fn text(text: impl Into<String>) -> Result<Self, Invalid> {
        Self::Text {
            text: text.into(),
            parameter_name: None,
        }
        .checked()
    }

    /// A text for the variable of that name, as a template with named variables has them.
    ///
    /// # Errors
    ///
    /// [`Invalid`] as [`text`](Self::text), or if the name is not made of lower-case letters, digits
    /// and underscores.
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Result<Self, Invalid> {
        Self::Text {
            text: text.into(),
            parameter_name: Some(name.into()),
        }
        .checked()
    }

    /// A picture.
    #[must_use]
    pub fn image(media: impl Into<MediaRef>) -> Self {
        let image = media.into();
        Self::Image { image }
    }

    /// A film.
    #[must_use]
    pub fn video(media: impl Into<MediaRef>) -> Self {
        let video = media.into();
        Self::Video { video }
    }

    /// A film without sound that begins by itself, an MP4 of at most 3.5 MB. By the marketing messages
    /// API only.
    #[must_use]
    pub fn gif(media: impl Into<MediaRef>) -> Self {
        let gif = media.into();
        Self::Gif { gif }
    }

    /// A file. Its name's extension decides which icon is shown.
    ///
    /// # Errors
    ///
    /// [`Invalid`] if there is a name and it is empty.
    pub fn document(media: impl Into<MediaRef>, filename: Option<String>) -> Result<Self, Invalid> {
        let header = match filename {
            Some(filename) => Header::named_document(media, filename)?,
            None => Header::document(media),
        };
        Self::try_from(header)
    }

    /// A place.
    #[must_use]
    pub fn location(location: Location) -> Self {
        Self::Location { location }
    }

    /// A product.
    #[must_use]
    pub fn product(catalog_id: CatalogId, product_id: ProductId) -> Self {
        Self::Product {
            product: ProductRef {
                catalog_id,
                product_retailer_id: product_id,
            },
        }
    }

    /// The media, if that is what it is.
    #[must_use]
    pub fn media(&self) -> Option<&MediaRef> {
        match self {
            Self::Image { image: media }
            | Self::Video { video: media }
            | Self::Gif { gif: media } => Some(media),
            Self::Document { document } => Some(&document.media),
            Self::Text { .. } | Self::Location { .. } | Self::Product { .. } => None,
        }
    }

    fn checked(self) -> Result<Self, Invalid> {
        self.check()?;
        Ok(self)
    }

    pub(super) fn check(&self) -> Result<(), Invalid> {
        if let Self::Text {
            text,
            parameter_name,
        } = self
        {
            check_name(parameter_name.as_deref())?;
            invalid::chars_within("text", text, Header::TEXT_MAX_CHARS)?;
        }
        self.media().map_or(Ok(()), MediaRef::check)
    }
}

/// Any header of a message fits a template that has one of its kind.
impl TryFrom<Header> for HeaderParameter {
    type Error = Invalid;

    fn try_from(header: Header) -> Result<Self, Self::Error> {
        match header {
            Header::Text { text } => Self::text(text),
            Header::Image { image } => Ok(Self::Image { image }),
            Header::Video { video } => Ok(Self::Video { video }),
            Header::Document { document } => Ok(Self::Document { document }),
        }
    }
}
