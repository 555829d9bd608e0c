//! From parsed events to the handlers and back to an answer.

use std::sync::Arc;

use tokio::sync::oneshot;
use wazzup_dispatch::{Envelope, Report, Router};
use wazzup_endpoint::Policy;
use wazzup_whatsapp_types::webhook::{Event, Webhook};

use crate::{
    DeliveryReport, RawUpdate, envelope,
    own::{Concerned, Own},
    repeats::{Claim, Key, Repeats, Ticket},
};

/// Called with every report.
pub(crate) type Hook = Arc<dyn Fn(&DeliveryReport) + Send + Sync>;

/// What happens to a delivery once it is known to be Meta's.
#[derive(Clone)]
pub(crate) struct Lane {
    pub(crate) router: Router,
    pub(crate) policy: Policy,
    pub(crate) own: Own,
    pub(crate) repeats: Option<Repeats>,
    pub(crate) hook: Option<Hook>,
}

/// The events to be handled at once.
#[derive(Default)]
struct Round {
    envelopes: Vec<Envelope>,
    /// One per envelope if repetitions are looked for, else none at all.
    tickets: Vec<Option<Ticket>>,
}

/// An event that another delivery is handling.
struct Later {
    key: Key,
    envelope: Envelope,
    end: oneshot::Receiver<()>,
}

/// What was left out of a delivery, or could not be read.
#[derive(Default)]
struct Counts {
    repeated: usize,
    foreign: usize,
    malformed: usize,
}

impl Lane {
    /// What is to be given to [`deliver`](Self::deliver) of the body itself: it is kept only for
    /// those who want it.
    pub(crate) fn raw(&self, body: &[u8]) -> Option<RawUpdate> {
        self.router
            .handles::<RawUpdate>()
            .then(|| RawUpdate::of_body(body))
    }

    pub(crate) async fn deliver(&self, webhook: Webhook, raw: Option<RawUpdate>) -> DeliveryReport {
        let (round, later, mut counts) = self.sort(webhook.events);
        let mut events = self.handle(round).await;
        if !later.is_empty() {
            events.append(Box::pin(self.handle_later(later, &mut counts)).await);
        }
        if let Some(raw) = raw {
            events.append(Box::pin(self.handle_raw(raw, &mut counts)).await);
        }
        self.report(events, counts)
    }

    fn sort(&self, events: Vec<Event>) -> (Round, Vec<Later>, Counts) {
        let mut round = Round::default();
        round.envelopes.reserve_exact(events.len());
        let mut later = Vec::new();
        let mut counts = Counts::default();
        for event in events {
            if self.own.is_foreign(Concerned::of(event.change())) {
                counts.foreign += 1;
                continue;
            }
            if let Event::Malformed(_) = &event {
                counts.malformed += 1;
            }
            let Some(repeats) = &self.repeats else {
                round.envelopes.push(envelope(event));
                continue;
            };
            let Some(key) = event.dedup_key().map(|key| repeats.key(&key)) else {
                round.push(envelope(event), None);
                continue;
            };
            match repeats.claim(key) {
                Claim::New(ticket) => round.push(envelope(event), Some(ticket)),
                Claim::Handled => counts.repeated += 1,
                Claim::InProgress(end) => later.push(Later {
                    key,
                    envelope: envelope(event),
                    end,
                }),
            }
        }
        (round, later, counts)
    }

    async fn handle(&self, round: Round) -> Report {
        let Round { envelopes, tickets } = round;
        let report = self.router.dispatch(envelopes).await;
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

    /// Handles what others were handling without success, once they are done.
    ///
    /// Nothing of this delivery is being handled meanwhile, so two deliveries never wait for each
    /// other.
    async fn handle_later(&self, later: Vec<Later>, counts: &mut Counts) -> Report {
        let mut report = Report::default();
        for Later { key, envelope, end } in later {
            // An error is what it ends with: it is dropped.
            let _ = end.await;
            report.append(self.handle_once(key, envelope, counts).await);
        }
        report
    }

    async fn handle_raw(&self, raw: RawUpdate, counts: &mut Counts) -> Report {
        if self.repeats.is_none() {
            return self.router.dispatch([Envelope::new(raw)]).await;
        }
        let key = Repeats::key_of_body(raw.raw().as_str());
        self.handle_once(key, Envelope::new(raw), counts).await
    }

    /// Handles one event unless it was; after the others that try.
    async fn handle_once(&self, key: Key, envelope: Envelope, counts: &mut Counts) -> Report {
        let Some(repeats) = &self.repeats else {
            return self.router.dispatch([envelope]).await;
        };
        loop {
            match repeats.claim(key) {
                Claim::InProgress(end) => drop(end.await),
                Claim::Handled => {
                    counts.repeated += 1;
                    return Report::default();
                }
                Claim::New(ticket) => {
                    let mut round = Round::default();
                    round.push(envelope, Some(ticket));
                    return self.handle(round).await;
                }
            }
        }
    }

    fn report(&self, events: Report, counts: Counts) -> DeliveryReport {
        let report = DeliveryReport {
            failed: self.policy == Policy::AfterSuccess && !events.all_succeeded(),
            events,
            repeated: counts.repeated,
            foreign: counts.foreign,
            malformed: counts.malformed,
        };
        if let Some(hook) = &self.hook {
            hook(&report);
        }
        report
    }
}

impl Round {
    fn push(&mut self, envelope: Envelope, ticket: Option<Ticket>) {
        self.envelopes.push(envelope);
        self.tickets.push(ticket);
    }
}
