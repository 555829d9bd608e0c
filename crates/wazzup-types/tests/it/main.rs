//! What the crate promises, family by family.

#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers here are tests"
)]

mod any_json;
mod bodies;
mod entities;
mod errors;
mod limits;
mod masking;
mod outgoing;
mod round_trip;
mod time;
mod webhook;
mod words;
