//! A pacer with a line of those who wait for it, first come, first served.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::time::{Instant, Sleep, sleep};

use super::{Limit, pacer::Pacer};

/// A [`Pacer`] and the line in front of it.
#[derive(Debug)]
pub(super) struct Line {
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
    pub(super) fn new(limit: Limit) -> Self {
        Self {
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

    fn push(self: &Arc<Self>, waiting: &mut Waiting) -> Place {
        let number = waiting.next;
        waiting.next += 1;
        waiting.wakers.insert(number, None);
        Place {
            ticket: Ticket {
                line: Arc::clone(self),
                number,
            },
            sleep: None,
            served: false,
        }
    }

    // Nothing panics under this lock but the allocator.
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pin_project! {
    /// A place in line. Resolves when it is first and has taken a token, and keeps the others
    /// waiting until it is dropped.
    #[derive(Debug)]
    pub(super) struct Place {
        ticket: Ticket,
        #[pin]
        sleep: Option<Sleep>,
        served: bool,
    }
}

impl Place {
    /// Counts the token from now, since it was not used before.
    pub(super) fn postpone(&self) {
        self.ticket.line.pacer.postpone_last();
    }
}

impl Future for Place {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        if *this.served {
            return Poll::Ready(());
        }
        if !this.ticket.is_first(cx) {
            return Poll::Pending;
        }
        loop {
            if let Some(sleep) = this.sleep.as_mut().as_pin_mut() {
                ready!(sleep.poll(cx));
            }
            let Err(wait) = this.ticket.line.pacer.take() else {
                *this.served = true;
                this.sleep.set(None);
                return Poll::Ready(());
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

#[derive(Debug)]
struct Ticket {
    line: Arc<Line>,
    number: u64,
}

impl Ticket {
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
