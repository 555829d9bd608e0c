//! Being asked to stop.

use std::{future, io};

use crate::output::note;

/// Resolves when the process is asked to stop: by SIGINT, or by SIGTERM where there is one.
///
/// From the first poll on, those signals do not kill the process any more. If they cannot be
/// listened to, they do, and this never resolves.
pub(crate) async fn stop() {
    if let Err(error) = asked().await {
        note(format_args!("wazzup: signals end this at once: {error}"));
        future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn asked() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn asked() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
