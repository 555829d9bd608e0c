//! Checks of the facade as a whole, and the guide below, whose links and examples rustdoc checks.
//!
// Only there: the document lies outside of this package, which must build from its archive too.
#![cfg_attr(any(doc, doctest), doc = include_str!("../../../docs/from-wazzup-pysdk.md"))]

mod guide;

/// The other guide, apart so that both can name links alike.
#[cfg(any(doc, doctest))]
#[doc = include_str!("../../../docs/from-pywa.md")]
pub mod from_pywa {}

pub use guide::{Guide, Row, names_in};
