//! What the crate promises, family by family.

#![allow(
    clippy::unwrap_used,
    reason = "clippy does not see that helpers here are tests"
)]

mod flow;
