//! The endpoint as its users see it.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exemption for tests does not reach helpers"
)]

mod answers;
mod authenticity;
mod axum;
mod data;
mod events;
mod filters;
mod flow;
mod hang_up;
mod mount;
mod properties;
mod repeats;
mod signature;
mod support;
mod waits;
