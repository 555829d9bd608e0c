use std::time::Duration;

/// No connection in time: neither TCP nor, where there is one, proxy and TLS were done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no connection within {0:?}")]
pub struct ConnectTimeout(pub(super) Duration);
