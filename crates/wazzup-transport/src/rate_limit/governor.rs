//! The limiter that a transport has by default.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::time::Instant;

use super::{
    Acquire, Limit, Limiter, Limits, Scope,
    hash::ScopeHash,
    line::{Line, Place, Ticket},
};
use crate::Bucket;

/// Paces the requests of each [`Scope`] with [governor](https://docs.rs/governor), first come, first
/// served.
///
/// Clones share their tokens. Scopes that are full again are forgotten, so there may be as many keys
/// as there are recipients of messages: no more are remembered than twice those that were used within
/// the time it takes to earn back what they spent. Waiting is on Tokio's clock; a wait that is dropped
/// leaves the line and costs nobody a token.
///
/// A request that counts into several scopes takes its tokens from the slowest to the fastest and
/// leaves when it has the last. Meanwhile it keeps its place in the lines it has passed, so at most
/// one request of a slow scope waits for a faster one, and none that waits for a slow one stands in
/// the line of a faster one. A token that grew old so counts from the time when it is used.
///
/// Whoever is [late](Limiter::late) is counted a second time: with those it had its token with, and with
/// those it leaves with. Limits that are [paced](Limit::paced) do without.
///
/// A wait that is kept without being polled, as by a `select!` whose other branch runs, keeps nobody
/// waiting for more than some tenths of a second: then the others pass it, and once it is polled again
/// it is the last.
#[derive(Clone, Debug)]
pub struct GovernorLimiter(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    limits: Limits,
    // Several, so that throwing out what is idle never keeps everyone waiting for long.
    shards: [RwLock<Lines>; SHARDS],
}

#[derive(Debug)]
struct Lines {
    by_scope: HashMap<Scope, Arc<Line>, ScopeHash>,
    // Once there are so many, idle ones are thrown out.
    sweep_at: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            by_scope: HashMap::default(),
            sweep_at: SWEEP_AT,
        }
    }
}

impl GovernorLimiter {
    /// A limiter with these limits, which nobody used yet.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Shared {
            limits,
            shards: Default::default(),
        }))
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    // The line of the bucket itself and that of the default bucket around it.
    fn lines(&self, scope: Scope) -> (Option<Arc<Line>>, Option<Arc<Line>>) {
        let (own, around) = self.0.limits.of(scope);
        (
            own.map(|limit| self.line(scope, limit)),
            around.map(|limit| self.line(scope.in_default(), limit)),
        )
    }

    fn line(&self, scope: Scope, limit: Limit) -> Arc<Line> {
        self.with_line(scope, limit, Arc::clone)
    }

    fn with_line<T>(&self, scope: Scope, limit: Limit, then: impl FnOnce(&Arc<Line>) -> T) -> T {
        let shard = &self.0.shards[scope.key.part(SHARDS)];
        let lines = shard.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.by_scope.get(&scope) {
            return then(line);
        }
        drop(lines);
        let mut lines = shard.write().unwrap_or_else(PoisonError::into_inner);
        if lines.by_scope.len() >= lines.sweep_at {
            // A line that somebody has in hand must stay the one of its scope.
            lines
                .by_scope
                .retain(|_, line| Arc::strong_count(line) > 1 || !line.is_idle());
            lines.sweep_at = (lines.by_scope.len() * 2).max(SWEEP_AT);
            let room = lines.sweep_at;
            lines.by_scope.shrink_to(room);
        }
        let line = lines
            .by_scope
            .entry(scope)
            .or_insert_with(|| Arc::new(Line::new(scope, limit)));
        then(line)
    }

    fn take_all(mut lines: Vec<Arc<Line>>) -> Acquire<Wait> {
        lines.sort_by_key(|line| line.rank());
        lines.dedup_by(|one, other| Arc::ptr_eq(one, other));
        if Line::enter_all(&lines) {
            return Acquire::Now;
        }
        lines.reverse();
        let place = lines.pop().map(|line| line.queue());
        Acquire::Later(Wait {
            place,
            next: lines,
            passed: Vec::new(),
        })
    }
}

impl Limiter for GovernorLimiter {
    type Wait = Wait;

    fn acquire(&self, scope: Scope) -> Acquire<Wait> {
        let (scope, limit) = match self.0.limits.of(scope) {
            (None, None) => return Acquire::Now,
            (Some(limit), None) => (scope, limit),
            (None, Some(limit)) => (scope.in_default(), limit),
            (Some(_), Some(_)) => return self.acquire_all(&[scope]),
        };
        match self.with_line(scope, limit, Line::enter) {
            None => Acquire::Now,
            Some(place) => Acquire::Later(Wait {
                place: Some(place),
                next: Vec::new(),
                passed: Vec::new(),
            }),
        }
    }

    fn acquire_all(&self, scopes: &[Scope]) -> Acquire<Wait> {
        let lines = scopes.iter().flat_map(|scope| {
            let (own, around) = self.lines(*scope);
            own.into_iter().chain(around)
        });
        Self::take_all(lines.collect())
    }

    fn hold(&self, scope: Scope, pause: Duration) {
        let (own, around) = self.lines(scope);
        if let Some(line) = own.or(around) {
            line.hold(pause);
        }
    }

    fn late(&self, scope: Scope) {
        let (own, around) = self.lines(scope);
        own.iter().chain(&around).for_each(|line| line.late());
    }

    fn outermost(&self, bucket: Bucket) -> Bucket {
        self.0.limits.outermost(bucket)
    }
}

pin_project! {
    /// A place in line for the tokens of a [`GovernorLimiter`].
    #[derive(Debug)]
    #[must_use = "futures do nothing unless polled"]
    pub struct Wait {
        #[pin]
        place: Option<Place>,
        // Where to queue after it, the last first.
        next: Vec<Arc<Line>>,
        // With a token each.
        passed: Vec<Ticket>,
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        while let Some(place) = this.place.as_mut().as_pin_mut() {
            if !keep_all(this.passed, Instant::now()) {
                // It was not polled for too long, and others have passed it: all over again.
                this.next.extend(place.line().cloned());
                let passed = this.passed.drain(..).rev();
                this.next
                    .extend(passed.map(|ticket| Arc::clone(ticket.line())));
                let first = this.next.pop();
                this.place.set(first.map(|line| line.queue()));
                continue;
            }
            let Poll::Ready(ticket) = place.poll(cx) else {
                if let Some(up_at) = this.place.as_ref().as_pin_ref().and_then(|it| it.up_at()) {
                    keep_all(this.passed, up_at);
                }
                return Poll::Pending;
            };
            let next = this.next.pop();
            let last = next.is_none();
            this.place.set(next.map(|line| line.queue()));
            if last {
                ticket.used();
            } else {
                this.passed.push(ticket);
            }
        }
        // Those have grown old meanwhile.
        this.passed.drain(..).for_each(Ticket::used_late);
        Poll::Ready(())
    }
}

/// Keeps the places of those who have a token and wait elsewhere. `false` if one was lost.
fn keep_all(passed: &[Ticket], up_at: Instant) -> bool {
    passed.iter().all(|ticket| ticket.keep(up_at))
}

/// How many parts the map is made of.
const SHARDS: usize = 16;

/// From how many scopes of a part on idle ones are thrown out.
const SWEEP_AT: usize = 8;
