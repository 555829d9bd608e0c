//! The endpoint as its users see it: through `tower`, through axum, and with whatever a stranger
//! may send.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exemption for tests does not reach helpers"
)]

mod answers;
mod authenticity;
mod axum;
mod events;
mod hang_up;
mod properties;
mod questions;
mod support;
