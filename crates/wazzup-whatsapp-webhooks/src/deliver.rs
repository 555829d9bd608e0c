//! From parsed events to the handlers and back to an answer.

use std::sync::Arc;

use wazzup_dispatch::{Envelope, Repeats, Report, Router};
use wazzup_endpoint::{Policy, tell_hook};
use wazzup_whatsapp_types::webhook::{Event, Webhook};

use crate::{
    DeliveryReport, RawUpdate, envelope,
    own::{Concerned, Own},
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
        let mut counts = Counts::default();
        let mut events = match &self.repeats {
            None => {
                let events = self.own_events(webhook.events, &mut counts);
                let envelopes: Vec<_> = events.map(envelope).collect();
                self.router.dispatch(envelopes).await
            }
            Some(repeats) => {
                let mut sieve = repeats.sieve(webhook.events.len());
                for event in self.own_events(webhook.events, &mut counts) {
                    sieve.push(event.dedup_key().as_deref(), || envelope(event));
                }
                let (report, repeated) = sieve.dispatch(&self.router).await;
                counts.repeated += repeated;
                report
            }
        };
        if let Some(raw) = raw {
            events.append(Box::pin(self.handle_raw(raw, &mut counts)).await);
        }
        self.report(events, counts)
    }

    /// Those that concern this endpoint; counts them and the others.
    fn own_events(&self, events: Vec<Event>, counts: &mut Counts) -> impl Iterator<Item = Event> {
        events.into_iter().filter(move |event| {
            if self.own.is_foreign(Concerned::of(event.change())) {
                counts.foreign += 1;
                return false;
            }
            if let Event::Malformed(_) = event {
                counts.malformed += 1;
            }
            true
        })
    }

    async fn handle_raw(&self, raw: RawUpdate, counts: &mut Counts) -> Report {
        let Some(repeats) = &self.repeats else {
            return self.router.dispatch([Envelope::new(raw)]).await;
        };
        let mut sieve = repeats.sieve(1);
        // It has no id, so it is the bytes that count.
        sieve.push(Some(raw.raw().as_str()), || Envelope::new(raw.clone()));
        let (report, repeated) = sieve.dispatch(&self.router).await;
        counts.repeated += repeated;
        report
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
            tell_hook(&**hook, &report);
        }
        report
    }
}
