//! What goes out: which address gets an update, what its body looks like, who signed it.

mod batch;
mod challenge;
mod escape;
mod outbox;
mod sign;

pub(crate) use challenge::{URI_MAX, check_address, verify};
#[cfg(feature = "flows")]
pub(crate) use escape::escape;
pub(crate) use outbox::{Pending, Update, emit, emit_body, flush};
pub(crate) use sign::signature;
