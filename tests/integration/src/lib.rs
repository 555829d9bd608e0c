//! What the tests of several crates over loopback share.
#![allow(
    clippy::unwrap_used,
    reason = "a helper of tests: what fails here fails the test"
)]

mod cutting_proxy;

pub use cutting_proxy::{Cut, CuttingProxy, Direction};
