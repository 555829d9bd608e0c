//! What all requests have in common, and how this API's answers are read.

mod node;
pub(crate) mod read;

pub use wazzup_transport::typed::{Call, CallFuture, RawCall, StepsFuture, WithRaw, WithRawFuture};
pub(crate) use wazzup_transport::typed::{Read, call_options, steps};

pub use self::node::NodeCall;
