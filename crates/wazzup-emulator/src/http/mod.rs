//! How bytes come in and go out: connections, limits, faults, routing, journal.

mod body;
mod call;
mod edge;
mod intake;
mod reply;
mod server;
mod service;
mod wire;

pub use body::{Body, ConnectionCut};
pub use service::InProcess;

pub(crate) use call::{Call, Caller, Credential, pairs, sync};
pub(crate) use edge::Edge;
pub(crate) use reply::{Answer, Fail, Reply, json_type};
pub(crate) use server::accept_loop;
