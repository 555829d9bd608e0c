//! Reading what the service sends: numbers as text, text as numbers, flags as words, nulls.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{
    self, DeserializeOwned, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

/// For `skip_serializing_if`.
pub fn none<T>(value: &Option<T>) -> bool {
    value.is_none()
}

/// For `skip_serializing_if`.
pub fn off(value: &bool) -> bool {
    !value
}

/// Made of the text of a wire value without a check.
pub trait FromWire {
    /// The value of this text.
    fn from_wire(raw: &str) -> Self;
}

impl FromWire for String {
    fn from_wire(raw: &str) -> Self {
        raw.to_owned()
    }
}

/// An id: text or a number.
#[inline]
pub fn id<'de, D: Deserializer<'de>, T: FromWire>(deserializer: D) -> Result<T, D::Error> {
    struct Id<T>(PhantomData<T>);

    impl<T: FromWire> Scalar for Id<T> {
        type Value = T;
        const EXPECTED: &'static str = "text or a number";

        fn text(raw: &str) -> Option<T> {
            Some(T::from_wire(raw))
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Id<T>>(PhantomData))
}

/// A word of an open enum.
#[inline]
pub fn word<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    struct Word<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Scalar for Word<T> {
        type Value = T;
        const EXPECTED: &'static str = "a word";

        fn text(raw: &str) -> Option<T> {
            Some(T::from(raw))
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Word<T>>(PhantomData))
}

/// Text that may be missing, null, a number or a flag.
#[inline]
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Text;

    impl Scalar for Text {
        type Value = Option<String>;
        const EXPECTED: &'static str = "text";

        fn text(raw: &str) -> Option<Self::Value> {
            Some(Some(raw.to_owned()))
        }

        fn owned(raw: String) -> Option<Self::Value> {
            Some(Some(raw))
        }

        fn null() -> Option<Self::Value> {
            Some(None)
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Text>(PhantomData))
}

/// As [`text`], where nothing is the same as empty.
#[inline]
pub fn plain_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(text(deserializer)?.unwrap_or_default())
}

/// A flag: `true`, `"true"`, `1`, `"1"`, `"yes"`, `"on"` and their opposites, null or empty for none.
#[inline]
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    struct Flag;

    impl Scalar for Flag {
        type Value = Option<bool>;
        const EXPECTED: &'static str = "a flag";

        fn flag(flag: bool) -> Option<Self::Value> {
            Some(Some(flag))
        }

        fn text(raw: &str) -> Option<Self::Value> {
            let is = |words: [&str; 4]| {
                words
                    .iter()
                    .any(|word| raw.trim().eq_ignore_ascii_case(word))
            };
            if is(["true", "1", "yes", "on"]) {
                Some(Some(true))
            } else if is(["false", "0", "no", "off"]) {
                Some(Some(false))
            } else if raw.trim().is_empty() {
                Some(None)
            } else {
                None
            }
        }

        fn null() -> Option<Self::Value> {
            Some(None)
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Flag>(PhantomData))
}

/// As [`flag`], where nothing is `false`.
#[inline]
pub fn plain_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(flag(deserializer)?.unwrap_or_default())
}

/// A whole number, also as text or with a zero fraction; null or empty for none.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    struct Integer;

    impl Scalar for Integer {
        type Value = Option<i64>;
        const EXPECTED: &'static str = "a whole number";

        fn signed(number: i64) -> Option<Self::Value> {
            Some(Some(number))
        }

        fn unsigned(number: u64) -> Option<Self::Value> {
            i64::try_from(number).ok().map(Some)
        }

        fn text(raw: &str) -> Option<Self::Value> {
            let raw = raw.trim();
            if raw.is_empty() {
                return Some(None);
            }
            match raw.parse() {
                Ok(number) => Some(Some(number)),
                Err(_) => {
                    let number: f64 = raw.parse().ok()?;
                    // Up to 2^53 a float holds every whole number exactly.
                    let exact = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "whole and in range, see above"
                    )]
                    exact.then_some(Some(number as i64))
                }
            }
        }

        fn null() -> Option<Self::Value> {
            Some(None)
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Integer>(PhantomData))
}

/// An amount, also as text; null or empty for none.
pub fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    struct Amount;

    impl Scalar for Amount {
        type Value = Option<f64>;
        const EXPECTED: &'static str = "an amount";

        fn text(raw: &str) -> Option<Self::Value> {
            let raw = raw.trim();
            if raw.is_empty() {
                return Some(None);
            }
            let number: f64 = raw.parse().ok()?;
            number.is_finite().then_some(Some(number))
        }

        fn float(number: f64) -> Option<Self::Value> {
            Some(Some(number))
        }

        fn null() -> Option<Self::Value> {
            Some(None)
        }
    }

    deserializer.deserialize_any(ScalarVisitor::<Amount>(PhantomData))
}

/// A list; null is the empty one, and a value alone is a list of one. Of what is in it, null is
/// nothing and left out.
pub fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct List<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_some<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_str<E: de::Error>(self, raw: &str) -> Result<Self::Value, E> {
            Ok(vec![T::deserialize(raw.into_deserializer())?])
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
            Ok(vec![T::deserialize(number.into_deserializer())?])
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element::<Option<T>>()? {
                items.extend(item);
            }
            Ok(items)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Ok(vec![T::deserialize(
                de::value::MapAccessDeserializer::new(map),
            )?])
        }
    }

    deserializer.deserialize_any(List(PhantomData))
}

/// A value that may be null, which is its default then.
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// How a scalar is read from each of JSON's; `None` refuses. What is not said goes through text.
trait Scalar {
    type Value;
    const EXPECTED: &'static str;

    fn text(raw: &str) -> Option<Self::Value>;

    fn owned(raw: String) -> Option<Self::Value> {
        Self::text(&raw)
    }

    fn flag(flag: bool) -> Option<Self::Value> {
        Self::text(if flag { "true" } else { "false" })
    }

    fn signed(number: i64) -> Option<Self::Value> {
        Self::owned(number.to_string())
    }

    fn unsigned(number: u64) -> Option<Self::Value> {
        Self::owned(number.to_string())
    }

    fn float(number: f64) -> Option<Self::Value> {
        Self::owned(number.to_string())
    }

    fn null() -> Option<Self::Value> {
        None
    }
}

struct ScalarVisitor<S>(PhantomData<S>);

/// The value is not repeated in the error, as it may be personal.
#[cold]
fn refused<E: de::Error>(kind: &str, expected: &str) -> E {
    E::custom(format_args!("invalid type: {kind}, expected {expected}"))
}

impl<'de, S: Scalar> Visitor<'de> for ScalarVisitor<S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::EXPECTED)
    }

    #[inline]
    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Self::Value, E> {
        S::flag(flag).ok_or_else(|| refused("a flag", S::EXPECTED))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
        S::signed(number).ok_or_else(|| refused("a number", S::EXPECTED))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
        S::unsigned(number).ok_or_else(|| refused("a number", S::EXPECTED))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Self::Value, E> {
        S::float(number).ok_or_else(|| refused("a number", S::EXPECTED))
    }

    #[inline]
    fn visit_str<E: de::Error>(self, raw: &str) -> Result<Self::Value, E> {
        S::text(raw).ok_or_else(|| refused("other text", S::EXPECTED))
    }

    fn visit_string<E: de::Error>(self, raw: String) -> Result<Self::Value, E> {
        S::owned(raw).ok_or_else(|| refused("other text", S::EXPECTED))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        S::null().ok_or_else(|| refused("null", S::EXPECTED))
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}
