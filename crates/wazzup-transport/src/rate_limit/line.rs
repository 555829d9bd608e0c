//! A pacer with a line of those who wait for it, first come, first served.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep};

use super::{
    Limit, Scope,
    pacer::{Pacer, Token},
};

/// A [`Pacer`] and the line in front of it.
#[derive(Debug)]
pub(super) struct Line {
    scope: Scope,
    pacer: Pacer,
    waiting: Mutex<Waiting>,
}

// Only the first in line looks at the clock; it calls the next one when it leaves. By number, so
// that whoever gives up can be taken out of the middle.
#[derive(Debug, Default)]
struct Waiting {
    wakers: BTreeMap<u64, Option<Waker>>,
    next: u64,
}

impl Line {
    pub(super) fn new(scope: Scope, limit: Limit) -> Self {
        Self {
            scope,
            pacer: Pacer::new(limit),
            waiting: Mutex::default(),
        }
    }

    /// Takes a token if there is one and nobody waits, else a place.
    pub(super) fn enter(self: &Arc<Self>) -> Option<Place> {
        let mut waiting = self.waiting();
        if waiting.wakers.is_empty() && self.pacer.take().is_ok() {
            return None;
        }
        Some(self.push(&mut waiting))
    }

    /// Takes a token of each of these lines, if each has one and nobody waits in any; else of none.
    ///
    /// The lines must be [in order](Self::rank).
    pub(super) fn enter_all(lines: &[Arc<Self>]) -> bool {
        let Some((first, others)) = lines.split_first() else {
            return true;
        };
        // Kept while the others are asked, so that the token can be given back.
        let waiting = first.waiting();
        if !waiting.wakers.is_empty() {
            return false;
        }
        let Ok(token) = first.pacer.take() else {
            return false;
        };
        if Self::enter_all(others) {
            return true;
        }
        first.pacer.give_back(&token);
        false
    }

    /// Takes a place, whether there is a token or not.
    pub(super) fn queue(self: &Arc<Self>) -> Place {
        let mut waiting = self.waiting();
        self.push(&mut waiting)
    }

    pub(super) fn hold(&self, pause: Duration) {
        // The first in line finds out when its sleep is over.
        self.pacer.hold(pause);
    }

    pub(super) fn is_idle(&self) -> bool {
        self.pacer.is_idle() && self.waiting().wakers.is_empty()
    }

    /// What lines are ordered by: the slowest first, and then any order that is always the same.
    ///
    /// Whoever waits in several lines keeps the place in those he has passed. Since all pass them in
    /// the same order, no two can wait for each other.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        let Scope { bucket, key } = self.scope;
        (std::cmp::Reverse(self.pacer.interval()), bucket, key)
    }

    fn push(self: &Arc<Self>, waiting: &mut Waiting) -> Place {
        let number = waiting.next;
        waiting.next += 1;
        waiting.wakers.insert(number, None);
        Place {
            ticket: Some(Ticket {
                line: Arc::clone(self),
                number,
                unused: None,
            }),
            sleep: None,
        }
    }

    // Nothing panics under this lock but the allocator.
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pin_project! {
    /// A place in line. Resolves when it is first and has taken a token.
    #[derive(Debug)]
    pub(super) struct Place {
        // Taken when done.
        ticket: Option<Ticket>,
        #[pin]
        sleep: Option<Sleep>,
    }
}

impl Future for Place {
    type Output = Ticket;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ticket> {
        let mut this = self.project();
        let mut ticket = this.ticket.take().expect("polled after it was done");
        if !ticket.is_first(cx) {
            *this.ticket = Some(ticket);
            return Poll::Pending;
        }
        loop {
            if let Some(sleep) = this.sleep.as_mut().as_pin_mut()
                && sleep.poll(cx).is_pending()
            {
                *this.ticket = Some(ticket);
                return Poll::Pending;
            }
            let wait = match ticket.line.pacer.take() {
                Ok(token) => {
                    ticket.unused = Some(token);
                    this.sleep.set(None);
                    return Poll::Ready(ticket);
                }
                Err(wait) => wait,
            };
            match this.sleep.as_mut().as_pin_mut() {
                Some(sleep) => sleep.reset(far_at_most(wait)),
                None => this.sleep.set(Some(sleep(wait))),
            }
        }
    }
}

// `Instant + Duration` panics when it overflows.
fn far_at_most(wait: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(wait)
        .unwrap_or(now + Duration::from_secs(365 * 24 * 3600))
}

/// A number in a line. Who has a token keeps the others waiting until this is dropped, and gives the
/// token back unless it was [used](Self::used).
#[derive(Debug)]
pub(super) struct Ticket {
    line: Arc<Line>,
    number: u64,
    unused: Option<Token>,
}

impl Ticket {
    /// The request leaves now.
    pub(super) fn used(mut self) {
        self.unused = None;
    }

    /// The request leaves now, though the token was taken some time ago: it counts from now.
    pub(super) fn used_late(mut self) {
        self.unused = None;
        self.line.pacer.postpone_last();
    }

    fn is_first(&self, cx: &mut Context<'_>) -> bool {
        let mut waiting = self.line.waiting();
        let is_first = waiting
            .wakers
            .first_key_value()
            .is_some_and(|(first, _)| *first == self.number);
        if let Some(waker) = waiting.wakers.get_mut(&self.number) {
            match waker {
                Some(waker) => waker.clone_from(cx.waker()),
                None => *waker = Some(cx.waker().clone()),
            }
        }
        is_first
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self.line.waiting();
        if let Some(token) = self.unused.take() {
            // Still first, so nobody has taken one since.
            self.line.pacer.give_back(&token);
        }
        let was_first = waiting
            .wakers
            .first_key_value()
            .is_some_and(|(first, _)| *first == self.number);
        waiting.wakers.remove(&self.number);
        let next = if was_first {
            waiting
                .wakers
                .first_key_value()
                .and_then(|(_, waker)| waker.clone())
        } else {
            None
        };
        drop(waiting); // a waker may do anything, so it is called without the lock
        if let Some(next) = next {
            next.wake();
        }
    }
}
