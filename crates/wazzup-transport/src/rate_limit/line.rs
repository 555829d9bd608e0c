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
use tokio::time::{Instant, Sleep, sleep_until};

use super::{
    Limit, Scope,
    pacer::{Pacer, Token},
};

/// How long somebody whose turn it is may leave it unused before others pass.
///
/// Long enough for a busy runtime, short enough for nobody to notice.
const PATIENCE: Duration = Duration::from_millis(100);

/// A [`Pacer`] and the line in front of it.
#[derive(Debug)]
pub(super) struct Line {
    scope: Scope,
    pacer: Pacer,
    waiting: Mutex<Waiting>,
}

// The first in line takes the tokens and calls the next one when it leaves. By number, so that
// whoever gives up can be taken out of the middle.
//
// A future may be kept without being polled, say beside another one in a `select!`. So everybody
// states when he will be up, and whoever is not is taken out by those behind him, who have timers
// too; he is put in at the end once he is polled again.
#[derive(Debug, Default)]
struct Waiting {
    waiters: BTreeMap<u64, Waiter>,
    next: u64,
}

#[derive(Debug)]
struct Waiter {
    waker: Option<Waker>,
    up_at: Instant,
}

impl Waiting {
    fn first(&self) -> Option<u64> {
        self.waiters.first_key_value().map(|(number, _)| *number)
    }

    /// Calls the first one up. The waker may do anything, so it is to be called without the lock.
    fn call_first(&mut self) -> Option<Waker> {
        let mut first = self.waiters.first_entry()?;
        let first = first.get_mut();
        first.up_at = first.up_at.min(Instant::now());
        first.waker.clone()
    }

    /// Takes out those before this one who are not up when they should be.
    fn pass_sleepers(&mut self, number: u64, now: Instant) -> Option<Waker> {
        let before = self.first();
        while let Some(first) = self.waiters.first_entry()
            && *first.key() < number
            && now.saturating_duration_since(first.get().up_at) > PATIENCE
        {
            first.remove();
        }
        if self.first() == before || self.first() == Some(number) {
            return None;
        }
        self.call_first()
    }
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
        if waiting.waiters.is_empty() && self.pacer.take().is_ok() {
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
        if !waiting.waiters.is_empty() {
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

    /// Somebody left later than he could.
    pub(super) fn late(&self) {
        self.pacer.count_again();
    }

    pub(super) fn is_idle(&self) -> bool {
        self.pacer.is_idle() && self.waiting().waiters.is_empty()
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
        Place {
            ticket: Some(Ticket {
                line: Arc::clone(self),
                number: self.stand(waiting),
                unused: None,
            }),
            sleep: None,
        }
    }

    /// Puts somebody in at the end. Gives his number.
    fn stand(&self, waiting: &mut Waiting) -> u64 {
        let number = waiting.next;
        waiting.next += 1;
        let up_at = self.expected(waiting, number);
        let waker = None;
        waiting.waiters.insert(number, Waiter { waker, up_at });
        number
    }

    /// When somebody who is not the first looks whether those before him sleep: some time after his
    /// turn, which comes by itself if they don't.
    fn expected(&self, waiting: &Waiting, number: u64) -> Instant {
        let before = number - waiting.first().unwrap_or(number);
        from_now(self.pacer.wait_after(before).saturating_add(PATIENCE))
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

impl Place {
    /// Which line it is in, unless it is done.
    pub(super) fn line(&self) -> Option<&Arc<Line>> {
        self.ticket.as_ref().map(Ticket::line)
    }

    /// When it wants to be polled again, if it waits.
    pub(super) fn up_at(&self) -> Option<Instant> {
        self.sleep.as_ref().map(Sleep::deadline)
    }
}

impl Future for Place {
    type Output = Ticket;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Ticket> {
        let mut this = self.project();
        let mut ticket = this.ticket.take().expect("polled after it was done");
        loop {
            let up_at = match ticket.advance(cx) {
                Ok(()) => {
                    this.sleep.set(None);
                    return Poll::Ready(ticket);
                }
                Err(up_at) => up_at,
            };
            match this.sleep.as_mut().as_pin_mut() {
                Some(sleep) if sleep.deadline() == up_at => {}
                Some(sleep) => sleep.reset(up_at),
                None => this.sleep.set(Some(sleep_until(up_at))),
            }
            let sleep = this.sleep.as_mut().as_pin_mut();
            if sleep.is_none_or(|sleep| sleep.poll(cx).is_pending()) {
                *this.ticket = Some(ticket);
                return Poll::Pending;
            }
        }
    }
}

// `Instant + Duration` panics when it overflows.
fn from_now(wait: Duration) -> Instant {
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

    pub(super) fn line(&self) -> &Arc<Line> {
        &self.line
    }

    /// Who has a token and waits elsewhere is up when he is there. `false` if others have passed:
    /// then the token is worth nothing any more.
    pub(super) fn keep(&self, up_at: Instant) -> bool {
        let mut waiting = self.line.waiting();
        let waiter = waiting.waiters.get_mut(&self.number);
        waiter.map(|waiter| waiter.up_at = up_at).is_some()
    }

    /// Takes a token if it is this one's turn and there is one, or tells when to look again.
    fn advance(&mut self, cx: &mut Context<'_>) -> Result<(), Instant> {
        let line = &*self.line;
        let mut waiting = line.waiting();
        let woken = waiting.pass_sleepers(self.number, Instant::now());
        if !waiting.waiters.contains_key(&self.number) {
            // It was itself passed.
            self.number = line.stand(&mut waiting);
        }
        let turn = if waiting.first() == Some(self.number) {
            line.pacer.take().map_err(from_now)
        } else {
            Err(line.expected(&waiting, self.number))
        };
        if let Some(waiter) = waiting.waiters.get_mut(&self.number) {
            match &mut waiter.waker {
                Some(waker) => waker.clone_from(cx.waker()),
                waker => *waker = Some(cx.waker().clone()),
            }
            waiter.up_at = match &turn {
                Ok(_) => Instant::now(),
                Err(up_at) => *up_at,
            };
        }
        drop(waiting);
        if let Some(woken) = woken {
            woken.wake();
        }
        self.unused = Some(turn?);
        Ok(())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut waiting = self.line.waiting();
        let was_first = waiting.first() == Some(self.number);
        let was_there = waiting.waiters.remove(&self.number).is_some();
        if let Some(token) = self.unused.take()
            && was_there
        {
            // Still first, so nobody has taken one since.
            self.line.pacer.give_back(&token);
        }
        let next = if was_first {
            waiting.call_first()
        } else {
            None
        };
        drop(waiting);
        if let Some(next) = next {
            next.wake();
        }
    }
}
