//! The facade as its users see it, without a network beyond loopback.
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

mod client;
mod listening;
mod support;
#[cfg(feature = "whatsapp")]
mod whatsapp;
