use std::fmt;

use tokio::sync::oneshot;

use super::{
    Repeats,
    memory::{Claim, Key, Ticket},
};
use crate::{envelope::Envelope, report::Report, router::Router};

/// The events of one delivery on their way to the handlers, less those that were handled before.
/// Made by [`Repeats::sieve`].
///
/// Dropped before it has dispatched, or while it does, it leaves to others what was not handled.
#[must_use = "events do nothing until they are dispatched"]
pub struct Sieve {
    repeats: Repeats,
    fresh: Vec<Envelope>,
    /// One per fresh event.
    tickets: Vec<Option<Ticket>>,
    later: Vec<Later>,
    repeated: usize,
}

/// An event that another delivery is handling.
struct Later {
    key: Key,
    envelope: Envelope,
    end: oneshot::Receiver<()>,
}

impl Sieve {
    pub(super) fn new(repeats: &Repeats, events: usize) -> Self {
        Self {
            repeats: repeats.clone(),
            fresh: Vec::with_capacity(events),
            tickets: Vec::with_capacity(events),
            later: Vec::new(),
            repeated: 0,
        }
    }

    /// Adds an event, which is made only if it is to be handled. Events of the same key are the
    /// same; one without a key is always handled.
    pub fn push(&mut self, key: Option<&str>, event: impl FnOnce() -> Envelope) {
        let Some(key) = key.map(|key| self.repeats.key(key)) else {
            self.fresh.push(event());
            self.tickets.push(None);
            return;
        };
        match self.repeats.claim(key) {
            Claim::New(ticket) => {
                self.fresh.push(event());
                self.tickets.push(Some(ticket));
            }
            Claim::Handled => self.repeated += 1,
            Claim::InProgress(end) => self.later.push(Later {
                key,
                envelope: event(),
                end,
            }),
        }
    }

    /// Dispatches what is left, and says how many events were left out.
    ///
    /// Events that another delivery is handling come last, if at all: they wait for its end, and
    /// are handled if it was no success.
    pub async fn dispatch(self, router: &Router) -> (Report, usize) {
        let Self {
            repeats,
            fresh,
            tickets,
            later,
            mut repeated,
        } = self;
        let mut report = handle(router, fresh, tickets).await;
        if !later.is_empty() {
            let rest = handle_later(router, &repeats, later, &mut repeated);
            report.append(Box::pin(rest).await);
        }
        (report, repeated)
    }
}

async fn handle(router: &Router, fresh: Vec<Envelope>, tickets: Vec<Option<Ticket>>) -> Report {
    let report = router.dispatch(fresh).await;
    // What failed, and what was not even begun, drops its ticket: whoever has the event too
    // may try.
    for (ticket, event) in tickets.into_iter().zip(report.events()) {
        if let Some(ticket) = ticket
            && event.succeeded()
        {
            ticket.handled();
        }
    }
    report
}

/// Nothing of this delivery is being handled meanwhile, so two deliveries never wait for each
/// other.
async fn handle_later(
    router: &Router,
    repeats: &Repeats,
    later: Vec<Later>,
    repeated: &mut usize,
) -> Report {
    let mut report = Report::default();
    for Later { key, envelope, end } in later {
        // An error is what it ends with: it is dropped.
        let _ = end.await;
        let ticket = loop {
            match repeats.claim(key) {
                Claim::InProgress(end) => drop(end.await),
                Claim::Handled => break None,
                Claim::New(ticket) => break Some(ticket),
            }
        };
        match ticket {
            None => *repeated += 1,
            ticket => report.append(handle(router, vec![envelope], vec![ticket]).await),
        }
    }
    report
}

impl fmt::Debug for Sieve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sieve")
            .field("fresh", &self.fresh.len())
            .field("in_progress", &self.later.len())
            .field("repeated", &self.repeated)
            .finish_non_exhaustive()
    }
}
