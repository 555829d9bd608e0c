//! What a limiter is, whatever it is made of.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::{GovernorLimiter, Scope, Wait};
use crate::Bucket;

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

    /// The bucket that a refusal of a request in this one concerns: the outermost that it counts
    /// into.
    fn outermost(&self, bucket: Bucket) -> Bucket {
        bucket
    }
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

    fn outermost(&self, bucket: Bucket) -> Bucket {
        L::outermost(self, bucket)
    }
}

/// Any limiter, its type forgotten: what a transport is built with.
///
/// For a [`GovernorLimiter`] that costs nothing; a wait for another one is boxed, though a token that
/// is there at once is not.
#[derive(Clone)]
pub struct SharedLimiter(Inner);

#[derive(Clone)]
enum Inner {
    Governor(GovernorLimiter),
    Other(Arc<dyn Erased>),
}

impl SharedLimiter {
    /// Forgets the type of a limiter.
    #[must_use]
    pub fn new(limiter: impl Limiter) -> Self {
        // A downcast in place of specialisation.
        let mut limiter = Some(limiter);
        let any = &mut limiter as &mut dyn std::any::Any;
        if let Some(governor) = any
            .downcast_mut::<Option<GovernorLimiter>>()
            .and_then(Option::take)
        {
            return Self(Inner::Governor(governor));
        }
        if let Some(shared) = any.downcast_mut::<Option<Self>>().and_then(Option::take) {
            return shared;
        }
        Self(Inner::Other(Arc::new(limiter)))
    }
}

impl Limiter for SharedLimiter {
    type Wait = SharedWait;

    fn acquire(&self, scope: Scope) -> Acquire<SharedWait> {
        match &self.0 {
            Inner::Governor(limiter) => match limiter.acquire(scope) {
                Acquire::Now => Acquire::Now,
                Acquire::Later(wait) => Acquire::Later(SharedWait {
                    kind: Kind::Governor { wait },
                }),
            },
            Inner::Other(limiter) => match limiter.acquire_boxed(scope) {
                Acquire::Now => Acquire::Now,
                Acquire::Later(wait) => Acquire::Later(SharedWait {
                    kind: Kind::Boxed { wait },
                }),
            },
        }
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        match &self.0 {
            Inner::Governor(limiter) => limiter.hold(scope, pause),
            Inner::Other(limiter) => limiter.hold_erased(scope, pause),
        }
    }

    fn outermost(&self, bucket: Bucket) -> Bucket {
        match &self.0 {
            Inner::Governor(limiter) => limiter.outermost(bucket),
            Inner::Other(limiter) => limiter.outermost_erased(bucket),
        }
    }
}

impl std::fmt::Debug for SharedLimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedLimiter")
    }
}

type BoxWait = Pin<Box<dyn Future<Output = ()> + Send>>;

pin_project! {
    /// A wait for a token of a [`SharedLimiter`].
    #[must_use = "futures do nothing unless polled"]
    pub struct SharedWait {
        #[pin]
        kind: Kind,
    }
}

pin_project! {
    #[project = KindProj]
    enum Kind {
        Governor { #[pin] wait: Wait },
        Boxed { wait: BoxWait },
    }
}

impl Future for SharedWait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.project().kind.project() {
            KindProj::Governor { wait } => wait.poll(cx),
            KindProj::Boxed { wait } => wait.as_mut().poll(cx),
        }
    }
}

impl std::fmt::Debug for SharedWait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedWait")
    }
}

trait Erased: Send + Sync {
    fn acquire_boxed(&self, scope: Scope) -> Acquire<BoxWait>;
    fn hold_erased(&self, scope: Scope, pause: Duration);
    fn outermost_erased(&self, bucket: Bucket) -> Bucket;
}

// In an `Option`, since it was taken out of one; it is never `None`.
impl<L: Limiter> Erased for Option<L> {
    fn acquire_boxed(&self, scope: Scope) -> Acquire<BoxWait> {
        match self.as_ref().map(|limiter| limiter.acquire(scope)) {
            None | Some(Acquire::Now) => Acquire::Now,
            Some(Acquire::Later(wait)) => Acquire::Later(Box::pin(wait)),
        }
    }

    fn hold_erased(&self, scope: Scope, pause: Duration) {
        if let Some(limiter) = self {
            limiter.hold(scope, pause);
        }
    }

    fn outermost_erased(&self, bucket: Bucket) -> Bucket {
        self.as_ref()
            .map_or(bucket, |limiter| limiter.outermost(bucket))
    }
}
