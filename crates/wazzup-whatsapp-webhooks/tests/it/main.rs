//! The endpoint as its users see it.
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exemption for tests does not reach helpers"
)]

mod flow;
mod signature;
