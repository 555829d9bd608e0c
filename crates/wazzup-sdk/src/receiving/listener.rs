//! The listener of a client.

use std::{
    error::Error,
    future::Future,
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, timeout_at};
use wazzup_dispatch::Router;
use wazzup_listener::{Running, ServeError};

/// How long handlers that run are waited for when a listener stops.
pub(crate) const CLOSE_DEADLINE: Duration = Duration::from_secs(10);

/// The endpoint behind a listener.
pub(crate) trait Served: Send + Sync {
    fn router(&self) -> &Router;

    /// How many deliveries are being handled, those of callers that have gone included.
    fn in_progress(&self) -> usize;

    fn drained(&self) -> BoxFuture<'_>;

    /// Drops those of callers that have gone, and of those that will.
    fn abandon(&self);
}

type BoxFuture<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Has the endpoint of a service's own crate be [`Served`].
macro_rules! served {
    ($service:ty) => {
        impl $crate::receiving::Served for $service {
            fn router(&self) -> &wazzup_dispatch::Router {
                self.router()
            }

            fn in_progress(&self) -> usize {
                self.in_progress()
            }

            fn drained(&self) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + '_>> {
                Box::pin(self.drained())
            }

            fn abandon(&self) {
                self.abandon();
            }
        }
    };
}

pub(crate) use served;

/// A listener at work.
pub(crate) struct Listening {
    server: Running,
    endpoint: Box<dyn Served>,
}

impl Listening {
    pub(crate) fn new(server: Running, endpoint: impl Served + 'static) -> Self {
        Self {
            server,
            endpoint: Box::new(endpoint),
        }
    }

    pub(crate) fn url(&self) -> &str {
        self.server.url()
    }

    /// Gives how many handlers were abandoned.
    pub(crate) async fn stop(self) -> usize {
        let end = Instant::now() + CLOSE_DEADLINE;
        let cut_off = self.server.shutdown(CLOSE_DEADLINE).await.abandoned();
        let (endpoint, router) = (&self.endpoint, self.endpoint.router());
        // Those that had their answer first, whose caller hung up, or that run on their own.
        let left = async {
            endpoint.drained().await;
            router.detached_done().await;
        };
        if timeout_at(end, left).await.is_ok() {
            // Requests that were cut off before any handler ran, if any were.
            return cut_off;
        }
        // Those that the server dropped are among them.
        let left = cut_off.max(endpoint.in_progress()) + router.detached();
        endpoint.abandon();
        left
    }
}

/// The one listener a client can have.
#[derive(Default)]
pub(crate) struct Slot {
    // Held while a listener starts or stops, so that two starts are one after the other.
    running: tokio::sync::Mutex<Option<Listening>>,
    url: Mutex<Option<String>>,
}

impl Slot {
    /// Keeps the server that `serve` starts, unless there is one already. `told` makes the URL that
    /// users are told of the one that is really listened on.
    ///
    /// Whatever belongs to the start is part of `serve`: if it is dropped on the way, so is the server.
    pub(crate) async fn start<E: From<ListenError>>(
        &self,
        serve: impl Future<Output = Result<Listening, E>>,
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
            Some(running) => running.stop().await,
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

impl Drop for Slot {
    fn drop(&mut self) {
        // The server drops what it runs, and nothing of that may run on.
        if let Some(running) = self.running.get_mut() {
            running.endpoint.abandon();
        }
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
