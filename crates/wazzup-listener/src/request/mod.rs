//! One request: what is refused before the service sees it, its body, and its answer.

pub use self::body::{BodyError, RequestBody};
pub(crate) use self::{handling::log_failure, hosted::Hosted};

mod body;
mod handling;
mod hosted;
