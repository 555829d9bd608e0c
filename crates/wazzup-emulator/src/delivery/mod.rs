//! Webhooks on their way out.

mod courier;
mod driver;
mod post;
mod question;
mod turns;

pub(crate) use courier::Courier;
pub(crate) use driver::drive;
pub(crate) use post::probe;
pub use question::Asked;
pub(crate) use question::ask;
