//! What the crate promises, family by family.

#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers here are tests"
)]

mod answers;
mod bodies;
mod callback_data;
mod errors;
mod flow;
mod interactive;
mod limits;
mod masking;
mod recipients;
mod round_trip;
mod templates;
mod webhook;
mod webhook_any;
mod webhook_around;
mod webhook_masking;
mod webhook_models;
mod webhook_shapes;
