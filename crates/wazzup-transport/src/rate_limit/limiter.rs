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

    /// Takes a token of each of these scopes for one request that counts into all of them, or a
    /// place in the queue.
    ///
    /// Whoever waits for a narrow scope must not keep others from the wide ones around it.
    fn acquire_all(&self, scopes: &[Scope]) -> Acquire<Self::Wait>;

    /// Gives out no token of this scope for this long: the server refused a request.
    fn hold(&self, scope: Scope, pause: Duration);

    /// A request of this scope left notably later than it took its token, since it had to wait for a new
    /// connection: the server may count it together with those to come. Called once for each such
    /// request when it is over; over HTTP/2 only for the one that had the connection made. Does nothing
    /// unless implemented.
    fn late(&self, scope: Scope) {
        let _ = scope;
    }

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

impl<W> Acquire<W> {
    fn map<V>(self, change: impl FnOnce(W) -> V) -> Acquire<V> {
        match self {
            Self::Now => Acquire::Now,
            Self::Later(wait) => Acquire::Later(change(wait)),
        }
    }
}

impl<L: Limiter> Limiter for Arc<L> {
    type Wait = L::Wait;

    fn acquire(&self, scope: Scope) -> Acquire<L::Wait> {
        L::acquire(self, scope)
    }

    fn acquire_all(&self, scopes: &[Scope]) -> Acquire<L::Wait> {
        L::acquire_all(self, scopes)
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        L::hold(self, scope, pause);
    }

    fn late(&self, scope: Scope) {
        L::late(self, scope);
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
            Inner::Governor(limiter) => limiter.acquire(scope).map(SharedWait::governor),
            Inner::Other(limiter) => limiter.acquire_boxed(&[scope]).map(SharedWait::boxed),
        }
    }

    fn acquire_all(&self, scopes: &[Scope]) -> Acquire<SharedWait> {
        match &self.0 {
            Inner::Governor(limiter) => limiter.acquire_all(scopes).map(SharedWait::governor),
            Inner::Other(limiter) => limiter.acquire_boxed(scopes).map(SharedWait::boxed),
        }
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        match &self.0 {
            Inner::Governor(limiter) => limiter.hold(scope, pause),
            Inner::Other(limiter) => limiter.hold_erased(scope, pause),
        }
    }

    fn late(&self, scope: Scope) {
        match &self.0 {
            Inner::Governor(limiter) => limiter.late(scope),
            Inner::Other(limiter) => limiter.late_erased(scope),
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

impl SharedWait {
    fn governor(wait: Wait) -> Self {
        Self {
            kind: Kind::Governor { wait },
        }
    }

    fn boxed(wait: BoxWait) -> Self {
        Self {
            kind: Kind::Boxed { wait },
        }
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
    fn acquire_boxed(&self, scopes: &[Scope]) -> Acquire<BoxWait>;
    fn hold_erased(&self, scope: Scope, pause: Duration);
    fn late_erased(&self, scope: Scope);
    fn outermost_erased(&self, bucket: Bucket) -> Bucket;
}

// In an `Option`, since it was taken out of one; it is never `None`.
impl<L: Limiter> Erased for Option<L> {
    fn acquire_boxed(&self, scopes: &[Scope]) -> Acquire<BoxWait> {
        let Some(limiter) = self else {
            return Acquire::Now;
        };
        let acquired = match scopes {
            [scope] => limiter.acquire(*scope),
            scopes => limiter.acquire_all(scopes),
        };
        acquired.map(|wait| Box::pin(wait) as BoxWait)
    }

    fn hold_erased(&self, scope: Scope, pause: Duration) {
        if let Some(limiter) = self {
            limiter.hold(scope, pause);
        }
    }

    fn late_erased(&self, scope: Scope) {
        if let Some(limiter) = self {
            limiter.late(scope);
        }
    }

    fn outermost_erased(&self, bucket: Bucket) -> Bucket {
        self.as_ref()
            .map_or(bucket, |limiter| limiter.outermost(bucket))
    }
}
