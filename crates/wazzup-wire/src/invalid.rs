//! The error of every constructor that checks a documented limit.

use std::borrow::Cow;
use std::fmt;

/// A value about to be sent breaks a rule that the service documents.
///
/// It names the field, the rule and what was found. What was found is a count, or a number where
/// the rule is about a number; never text, which may be a phone number.
///
/// ```
/// use wazzup_wire::{Limit, invalid};
///
/// let error = invalid::max_chars("name", &"x".repeat(151), 150).unwrap_err();
/// assert_eq!(error.field(), "name");
/// assert_eq!(error.limit(), Limit::MaxChars(150));
/// assert_eq!(error.to_string(), "`name` has 151 characters, at most 150 are allowed");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Invalid {
    field: Cow<'static, str>,
    limit: Limit,
    actual: Actual,
}

/// The rule a value broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// At least this many characters.
    MinChars(usize),
    /// At most this many characters.
    MaxChars(usize),
    /// At most this many bytes.
    MaxBytes(usize),
    /// At least this many items.
    MinItems(usize),
    /// At most this many items.
    MaxItems(usize),
    /// A number that is not smaller.
    MinValue(i64),
    /// A number that is not greater.
    MaxValue(i64),
    /// A number between two, or one of the two.
    Range(i64, i64),
    /// Unlike its siblings.
    Unique,
    /// A form, said in words that complete "must …".
    Form(&'static str),
}

/// What was found instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Actual {
    /// So many characters.
    Chars(usize),
    /// So many bytes.
    Bytes(usize),
    /// So many items.
    Items(usize),
    /// This number.
    Value(i64),
    /// What one of its siblings has already.
    Repeated,
    /// A value of another form; not shown, as it may be personal.
    Other,
    /// Nothing at all.
    Missing,
}

impl Invalid {
    /// For a field, by its name on the wire, the rule it broke and what was found.
    #[must_use]
    pub fn new(field: &'static str, limit: Limit, actual: Actual) -> Self {
        Self {
            field: Cow::Borrowed(field),
            limit,
            actual,
        }
    }

    /// A value of a wrong form, which is not shown.
    #[must_use]
    pub fn form(field: &'static str, form: &'static str) -> Self {
        Self::new(field, Limit::Form(form), Actual::Other)
    }

    /// Puts the place of the containing item before the field: `contactData[2].chatId`.
    #[must_use]
    pub fn within(mut self, list: &str, index: usize) -> Self {
        self.field = Cow::Owned(format!("{list}[{index}].{}", self.field));
        self
    }

    /// Puts the place of an item behind the list: `buttons[2]`.
    #[must_use]
    pub fn at(mut self, index: usize) -> Self {
        self.field = Cow::Owned(format!("{}[{index}]", self.field));
        self
    }

    /// Puts the containing object before the field: `header.text`.
    #[must_use]
    pub fn inside(mut self, object: &str) -> Self {
        self.field = Cow::Owned(format!("{object}.{}", self.field));
        self
    }

    /// The field, by its name on the wire; with the path to it inside a list or an object.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The rule that was broken.
    #[must_use]
    pub fn limit(&self) -> Limit {
        self.limit
    }

    /// What was found.
    #[must_use]
    pub fn actual(&self) -> Actual {
        self.actual
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}, {}", self.field, self.actual, self.limit)
    }
}

impl std::error::Error for Invalid {}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinChars(n) | Self::MinItems(n) => write!(f, "at least {n} must be given"),
            Self::MaxChars(n) | Self::MaxBytes(n) | Self::MaxItems(n) => {
                write!(f, "at most {n} are allowed")
            }
            Self::MinValue(n) => write!(f, "at least {n} is allowed"),
            Self::MaxValue(n) => write!(f, "at most {n} is allowed"),
            Self::Range(min, max) => write!(f, "from {min} to {max} is allowed"),
            Self::Unique => f.write_str("each must be given once"),
            Self::Form(form) => write!(f, "it must {form}"),
        }
    }
}

impl fmt::Display for Actual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chars(n) => write!(f, "has {n} characters"),
            Self::Bytes(n) => write!(f, "has {n} bytes"),
            Self::Items(n) => write!(f, "has {n} items"),
            Self::Value(n) => write!(f, "is {n}"),
            Self::Repeated => f.write_str("is there twice"),
            Self::Other => f.write_str("has another form"),
            Self::Missing => f.write_str("is missing"),
        }
    }
}

/// Checks that there is at least one character.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn not_empty(field: &'static str, value: &str) -> Result<(), Invalid> {
    min_chars(field, value, 1)
}

/// Checks that there are at least `min` characters.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn min_chars(field: &'static str, value: &str, min: usize) -> Result<(), Invalid> {
    let chars = value.chars().count();
    if chars < min {
        return Err(Invalid::new(
            field,
            Limit::MinChars(min),
            Actual::Chars(chars),
        ));
    }
    Ok(())
}

/// Checks that there are at most `max` characters.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn max_chars(field: &'static str, value: &str, max: usize) -> Result<(), Invalid> {
    // Bytes are never fewer than characters: short text needs no counting.
    if value.len() > max {
        let chars = value.chars().count();
        if chars > max {
            return Err(Invalid::new(
                field,
                Limit::MaxChars(max),
                Actual::Chars(chars),
            ));
        }
    }
    Ok(())
}

/// Checks that there is at least one character and at most `max`.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn chars_within(field: &'static str, value: &str, max: usize) -> Result<(), Invalid> {
    not_empty(field, value)?;
    max_chars(field, value, max)
}

/// Checks that there are at least `min` items and at most `max`.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn items_within(
    field: &'static str,
    items: usize,
    min: usize,
    max: usize,
) -> Result<(), Invalid> {
    if items < min {
        return Err(Invalid::new(
            field,
            Limit::MinItems(min),
            Actual::Items(items),
        ));
    }
    if items > max {
        return Err(Invalid::new(
            field,
            Limit::MaxItems(max),
            Actual::Items(items),
        ));
    }
    Ok(())
}

/// Checks that there are at most `max` bytes.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn max_bytes(field: &'static str, value: &str, max: usize) -> Result<(), Invalid> {
    if value.len() > max {
        return Err(Invalid::new(
            field,
            Limit::MaxBytes(max),
            Actual::Bytes(value.len()),
        ));
    }
    Ok(())
}

/// Checks that a number is between two, or one of the two.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn value_within(field: &'static str, value: i64, min: i64, max: i64) -> Result<(), Invalid> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    Err(Invalid::new(
        field,
        Limit::Range(min, max),
        Actual::Value(value),
    ))
}

/// Checks that no two of the values are the same. The error is of the field of the second one,
/// with its place in `list`.
///
/// # Errors
///
/// [`Invalid`] if two are.
pub fn unique<'a>(
    list: &str,
    field: &'static str,
    values: impl IntoIterator<Item = &'a str>,
) -> Result<(), Invalid> {
    let mut seen = std::collections::HashSet::new();
    for (index, value) in values.into_iter().enumerate() {
        if !seen.insert(value) {
            let twice = Invalid::new(field, Limit::Unique, Actual::Repeated);
            return Err(twice.within(list, index));
        }
    }
    Ok(())
}

/// Checks that it is digits only, and at least one.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn digits(field: &'static str, value: &str) -> Result<(), Invalid> {
    not_empty(field, value)?;
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Invalid::form(field, "be digits only, country code first"))
}

/// Checks that it is not empty and does not start with `@`, as names of accounts are to be given.
///
/// # Errors
///
/// [`Invalid`] if not.
pub fn no_at_sign(field: &'static str, value: &str) -> Result<(), Invalid> {
    not_empty(field, value)?;
    if value.starts_with('@') {
        return Err(Invalid::form(field, "not start with `@`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_range() {
        assert!(value_within("ttl", 1, 1, 9).is_ok());
        assert!(value_within("ttl", 9, 1, 9).is_ok());
        let error = value_within("ttl", 10, 1, 9).unwrap_err();
        assert_eq!(error.to_string(), "`ttl` is 10, from 1 to 9 is allowed");
    }

    #[test]
    fn bytes_are_counted_as_bytes() {
        assert!(max_bytes("id", "яя", 4).is_ok());
        let error = max_bytes("id", "яя", 3).unwrap_err();
        assert_eq!(error.to_string(), "`id` has 4 bytes, at most 3 are allowed");
    }

    #[test]
    fn the_second_of_two_is_the_one_that_repeats() {
        assert!(unique("rows", "id", ["a", "b"]).is_ok());
        let error = unique("rows", "id", ["a", "b", "a"]).unwrap_err();
        assert_eq!(
            error.inside("list").to_string(),
            "`list.rows[2].id` is there twice, each must be given once"
        );
    }
}
