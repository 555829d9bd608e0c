//! Webhooks on their way out.

mod courier;
mod driver;
mod post;
mod question;
mod terms;
mod turns;

pub(crate) use courier::Courier;
pub(crate) use driver::drive;
#[cfg(feature = "flows")]
pub(crate) use post::ask_flow;
pub(crate) use post::{challenge, probe};
pub use question::Asked;
pub(crate) use question::ask;
