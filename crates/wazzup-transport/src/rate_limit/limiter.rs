//! What a limiter is, whatever it is made of.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use super::Scope;

/// Decides when a request may leave. Knows no HTTP.
///
/// Implemented by [`GovernorLimiter`](super::GovernorLimiter); implement it to share a limit between
/// processes, say.
pub trait Limiter: Send + Sync + 'static {
    /// Resolves when the request may leave. Dropping it gives up the place in the queue.
    type Wait: Future<Output = ()> + Send + 'static;

    /// Takes a token for one request in this scope, or a place in the queue for one.
    fn acquire(&self, scope: Scope) -> Acquire<Self::Wait>;

    /// Gives out no token of this scope for this long: the server refused a request.
    fn hold(&self, scope: Scope, pause: Duration);
}

/// What [`Limiter::acquire`] says.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "there is nothing third")]
pub enum Acquire<W> {
    /// The request may leave.
    Now,
    /// It may leave when this resolves.
    Later(W),
}

impl<L: Limiter> Limiter for Arc<L> {
    type Wait = L::Wait;

    fn acquire(&self, scope: Scope) -> Acquire<L::Wait> {
        L::acquire(self, scope)
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        L::hold(self, scope, pause);
    }
}

/// Any limiter, its type forgotten: what a transport is built with.
///
/// A wait is boxed, a token that is there at once is not.
#[derive(Clone)]
pub struct SharedLimiter(Arc<dyn Erased>);

impl SharedLimiter {
    /// Forgets the type of a limiter.
    #[must_use]
    pub fn new(limiter: impl Limiter) -> Self {
        Self(Arc::new(limiter))
    }
}

impl Limiter for SharedLimiter {
    type Wait = BoxWait;

    fn acquire(&self, scope: Scope) -> Acquire<BoxWait> {
        self.0.acquire_boxed(scope)
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        self.0.hold_erased(scope, pause);
    }
}

impl std::fmt::Debug for SharedLimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedLimiter")
    }
}

/// A wait whose type is forgotten.
pub type BoxWait = Pin<Box<dyn Future<Output = ()> + Send>>;

trait Erased: Send + Sync {
    fn acquire_boxed(&self, scope: Scope) -> Acquire<BoxWait>;
    fn hold_erased(&self, scope: Scope, pause: Duration);
}

impl<L: Limiter> Erased for L {
    fn acquire_boxed(&self, scope: Scope) -> Acquire<BoxWait> {
        match self.acquire(scope) {
            Acquire::Now => Acquire::Now,
            Acquire::Later(wait) => Acquire::Later(Box::pin(wait)),
        }
    }

    fn hold_erased(&self, scope: Scope, pause: Duration) {
        self.hold(scope, pause);
    }
}
