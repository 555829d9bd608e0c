//! Logs: to stderr, of this project's crates only, whose events hold no secret.

use std::io;

use tracing_subscriber::EnvFilter;

/// Starts logging: warnings, and more the more often `-v` was given.
///
/// Other crates stay silent, since hyper's finer levels tell what goes over the wire.
pub(crate) fn start(verbosity: u8) {
    let level = match verbosity {
        0 => "warn",
        1 => "info",
        2 => "debug",
        _ => "trace",
    };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(format!("wazzup={level}")))
        .with_writer(io::stderr)
        .with_ansi(false)
        .finish();
    // Fails only if there is one already, and then that one may stay.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
