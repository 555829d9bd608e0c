//! Keeps what people wrote, and who they are, out of `Debug`.

use std::fmt;

use serde_json::{Map, Value};

use crate::RawJson;

/// Prints that a value is there, never the value.
#[expect(
    clippy::exhaustive_structs,
    reason = "it is nothing but its field, and macros make it in other crates"
)]
pub struct Hidden<'a, T: ?Sized>(pub &'a T);

/// What may be told of a masked value.
pub trait Mask {
    /// Writes what may be told.
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl Mask for str {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() {
            "<empty>"
        } else {
            "<hidden>"
        })
    }
}

impl Mask for String {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().mask(f)
    }
}

impl<T: Mask> Mask for Option<T> {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => {
                f.write_str("Some(")?;
                value.mask(f)?;
                f.write_str(")")
            }
            None => f.write_str("None"),
        }
    }
}

impl<T> Mask for Vec<T> {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} hidden>", self.len())
    }
}

impl Mask for Map<String, Value> {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} hidden>", self.len())
    }
}

impl Mask for RawJson {
    fn mask(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl<T: Mask + ?Sized> fmt::Debug for Hidden<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.mask(f)
    }
}
