use std::io;

/// Why a listener did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address could not be resolved or bound: it is in use, reserved, or not of this host.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address that was asked for.
        address: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The ready-made socket given to [`ListenerBuilder::socket`](crate::ListenerBuilder::socket)
    /// cannot be used.
    #[error("the given socket cannot be listened on")]
    Socket(#[source] io::Error),
    /// A [path](crate::ListenerBuilder::path) or
    /// [health path](crate::ListenerBuilder::health_path) that no request can have: there is a query
    /// or a fragment in it, or a character that has to be percent-encoded. It is not quoted, since
    /// queries hold secrets.
    #[error("a path without a query is needed, as no request can have the given one")]
    Path,
}
