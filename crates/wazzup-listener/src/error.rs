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
}
