//! The listener of a client.

use std::{
    error::Error,
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use wazzup_listener::{Running, ServeError};

/// How long handlers that run are waited for when a listener stops.
pub(crate) const CLOSE_DEADLINE: Duration = Duration::from_secs(10);

/// The one listener a client can have.
#[derive(Default)]
pub(crate) struct Slot {
    // Held while a listener starts or stops, so that two starts are one after the other.
    running: tokio::sync::Mutex<Option<Running>>,
    url: Mutex<Option<String>>,
}

impl Slot {
    /// Keeps the server that `serve` starts, unless there is one already. `told` makes the URL that
    /// users are told of the one that is really listened on.
    ///
    /// Whatever belongs to the start is part of `serve`: if it is dropped on the way, so is the server.
    pub(crate) async fn start<E: From<ListenError>>(
        &self,
        serve: impl Future<Output = Result<Running, E>>,
        told: impl FnOnce(&str) -> String,
    ) -> Result<String, E> {
        let mut running = self.running.lock().await;
        if running.is_some() {
            return Err(ListenError::AlreadyListening.into());
        }
        let started = serve.await?;
        let url = told(started.url());
        *running = Some(started);
        self.set_url(Some(url.clone()));
        Ok(url)
    }

    /// Stops it, if there is one, and gives how many handlers were abandoned.
    pub(crate) async fn stop(&self) -> usize {
        let mut running = self.running.lock().await;
        self.set_url(None);
        match running.take() {
            Some(running) => running.shutdown(CLOSE_DEADLINE).await.abandoned(),
            None => 0,
        }
    }

    pub(crate) fn url(&self) -> Option<String> {
        let url = self.url.lock();
        url.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_url(&self, url: Option<String>) {
        *self.url.lock().unwrap_or_else(PoisonError::into_inner) = url;
    }
}

/// Why a listener did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// This client listens already: stop that listener first.
    #[error("this client has a listener already")]
    AlreadyListening,
    /// The endpoint is not complete; most often no secret is set. The source is the `BuildError` of
    /// the webhooks crate.
    #[error("the webhook endpoint cannot be built")]
    Endpoint(#[source] Box<dyn Error + Send + Sync>),
    /// The server could not start.
    #[error("the server did not start")]
    Server(#[source] ServeError),
}

impl ListenError {
    pub(crate) fn endpoint(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Endpoint(error.into())
    }
}
