//! Waiting, inside ordinary code, for an event that is yet to come.

mod attending;
mod error;
mod listen;
mod log;
mod record;
mod slot;
mod table;
mod waiting;

pub(crate) use self::{
    attending::{Attending, HasWaits},
    record::Received,
    table::Waits,
};
pub use self::{
    error::WaitError,
    listen::{Listen, NoTimeoutYet, Timeout},
    log::RecentLimits,
    waiting::{Canceller, Waiting},
};

/// A point in the stream of events a router received. Made by
/// [`Router::mark`](crate::Router::mark); worth nothing to another router.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub(crate) u64);
