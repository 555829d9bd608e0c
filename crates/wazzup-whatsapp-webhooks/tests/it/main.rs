//! The endpoint as its users see it.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exemption for tests does not reach helpers"
)]

mod answers;
mod authenticity;
mod axum;
mod flow;
mod hang_up;
mod repeats;
mod signature;
mod support;
