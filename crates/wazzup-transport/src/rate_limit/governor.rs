//! The limiter that a transport has by default.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use super::{
    Acquire, Limit, Limiter, Limits, Scope,
    hash::ScopeHash,
    line::{Line, Place},
};
use crate::Bucket;

/// Paces the requests of each [`Scope`] with [governor](https://docs.rs/governor), first come, first
/// served.
///
/// Clones share their tokens. Scopes that are full again are forgotten, so keys may come and go.
/// Waiting is on Tokio's clock; a wait that is dropped leaves the line and costs nobody a token, but
/// for the first in line of a bucket inside the default one, who may have taken one of its own.
#[derive(Clone, Debug)]
pub struct GovernorLimiter(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    lines: RwLock<Lines>,
}

#[derive(Debug)]
struct Lines {
    by_scope: HashMap<Scope, Arc<Line>, ScopeHash>,
    // Once there are so many, idle ones are thrown out.
    sweep_at: usize,
}

impl GovernorLimiter {
    /// A limiter with these limits, which nobody used yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Shared {
            limits,
            lines: RwLock::new(Lines {
                by_scope: HashMap::default(),
                sweep_at: SWEEP_AT,
            }),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    // The line of the bucket itself and that of the default bucket around it.
    fn lines(&self, scope: Scope) -> (Option<Arc<Line>>, Option<Arc<Line>>) {
        let (own, around) = self.0.limits.of(scope.bucket);
        let default = Scope {
            bucket: Bucket::DEFAULT,
            key: scope.key,
        };
        (
            own.map(|limit| self.line(scope, limit)),
            around.map(|limit| self.line(default, limit)),
        )
    }

    fn line(&self, scope: Scope, limit: Limit) -> Arc<Line> {
        let lines = self.0.lines.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.by_scope.get(&scope) {
            return Arc::clone(line);
        }
        drop(lines);
        let mut lines = self.0.lines.write().unwrap_or_else(PoisonError::into_inner);
        if lines.by_scope.len() >= lines.sweep_at {
            // A line that somebody has in hand must stay the one of its scope.
            lines
                .by_scope
                .retain(|_, line| Arc::strong_count(line) > 1 || !line.is_idle());
            lines.sweep_at = (lines.by_scope.len() * 2).max(SWEEP_AT);
        }
        let line = lines
            .by_scope
            .entry(scope)
            .or_insert_with(|| Arc::new(Line::new(limit)));
        Arc::clone(line)
    }
}

impl Limiter for GovernorLimiter {
    type Wait = Wait;

    fn acquire(&self, scope: Scope) -> Acquire<Wait> {
        let wait = match self.lines(scope) {
            (None, None) => return Acquire::Now,
            (Some(only), None) | (None, Some(only)) => match only.enter() {
                None => return Acquire::Now,
                Some(place) => Wait::one(place),
            },
            // In two lines: the place in the first is kept until the token of the second is had,
            // so that only one request waits in the second with a token of the first, which then
            // counts from the time when it is used.
            (Some(own), Some(around)) => Wait {
                first: Some(own.queue()),
                around: Some(around),
                second: None,
            },
        };
        Acquire::Later(wait)
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        let (own, around) = self.lines(scope);
        for line in [own, around].into_iter().flatten() {
            line.hold(pause);
        }
    }

    fn outermost(&self, bucket: Bucket) -> Bucket {
        self.0.limits.outermost(bucket)
    }
}

pin_project! {
    /// A place in line for a token of a [`GovernorLimiter`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Wait {
        #[pin]
        first: Option<Place>,
        around: Option<Arc<Line>>,
        #[pin]
        second: Option<Place>,
    }
}

impl Wait {
    fn one(place: Place) -> Self {
        Self {
            first: Some(place),
            around: None,
            second: None,
        }
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        if let Some(first) = this.first.as_mut().as_pin_mut() {
            ready!(first.poll(cx));
        }
        if let Some(around) = this.around.take() {
            this.second.set(around.enter());
        }
        if let Some(second) = this.second.as_mut().as_pin_mut() {
            ready!(second.poll(cx));
            // The token of the first has grown old meanwhile.
            if let Some(first) = this.first.as_ref().as_pin_ref() {
                first.postpone();
            }
        }
        this.second.set(None);
        this.first.set(None);
        Poll::Ready(())
    }
}

/// From how many scopes on idle ones are thrown out.
const SWEEP_AT: usize = 64;
