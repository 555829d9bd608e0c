//! Checks of the facade as a whole, and the guide below, whose links and examples rustdoc checks.
//!
#![doc = include_str!("../../../docs/from-wazzup-pysdk.md")]

mod guide;

pub use guide::{Guide, Row, names_in};
