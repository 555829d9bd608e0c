use std::time::Duration;

/// No connection in time: neither TCP nor, where there is one, proxy and TLS were done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectTimeout(pub(super) Duration);

small_error!(ConnectTimeout(within): "no connection within {within:?}");
