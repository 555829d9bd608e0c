//! What the tests of several crates over loopback share.
#![allow(
    clippy::unwrap_used,
    reason = "a helper of tests: what fails here fails the test"
)]
#![allow(missing_docs, clippy::missing_panics_doc, reason = "not for others")]

mod cut_everywhere;
mod cutting_proxy;
mod stage;

pub use cut_everywhere::{Told, cut_everywhere, judge, policy};
pub use cutting_proxy::{Cut, CuttingProxy, Direction};
pub use stage::{CUSTOMER, Notes, Stage};
