use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{
    few::Few,
    handler::Flow,
    report::{HandlerReport, Outcome},
    router::{
        HandlerInfo,
        entry::{Acted, End, Entry},
    },
};

/// What is noted of one event's handlers while they run.
pub(super) struct Notes<'a> {
    /// None if nobody will look at them. Lent, since notes are moved about with every event.
    reports: Option<&'a mut Few<HandlerReport>>,
    /// Whether one of them failed.
    failed: bool,
    /// Whether one of them stopped those that come after.
    stopped: bool,
    /// Whether one of the event's own type had it.
    had: bool,
}

impl<'a> Notes<'a> {
    /// For a report.
    pub(super) fn full(reports: &'a mut Few<HandlerReport>) -> Self {
        Self {
            reports: Some(reports),
            ..Self::brief()
        }
    }

    /// For a yes or no.
    pub(super) fn brief() -> Self {
        Self {
            reports: None,
            failed: false,
            stopped: false,
            had: false,
        }
    }

    /// The time, if it is of interest: to read it costs as much as much else here.
    pub(super) fn clock(&self) -> Option<Instant> {
        self.reports.is_some().then(Instant::now)
    }

    pub(super) fn add(&mut self, entry: &Entry<Acted>, (outcome, elapsed): Ended) {
        self.failed |= outcome.is_failure();
        self.stopped |= matches!(outcome, Outcome::Done(Flow::Stop));
        self.had |= entry.event.is_some() && !matches!(outcome, Outcome::Filtered);
        if let Some(reports) = &mut self.reports {
            reports.push(HandlerReport {
                handler: entry.info.clone(),
                outcome,
                elapsed,
            });
        }
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Whether one of them had the event, by its type or by stopping the rest.
    pub(super) fn had(&self) -> bool {
        self.had || self.stopped
    }

    pub(super) fn succeeded(&self) -> bool {
        !self.failed
    }
}

/// How a handler ended, and how long it ran: nothing if nobody asked.
pub(super) type Ended = (Outcome, Duration);

/// Says how a handler ended, and logs it if it should not have.
pub(super) fn ended(
    handler: &Arc<HandlerInfo>,
    event: &'static str,
    end: End<Acted>,
    started: Option<Instant>,
) -> Ended {
    let outcome = match end {
        End::Returned(Ok(flow)) => Outcome::Done(flow),
        End::Returned(Err(error)) => Outcome::Failed(error),
        End::Filtered => return (Outcome::Filtered, Duration::ZERO),
        End::MissingArgument(error) => Outcome::MissingArgument(error),
        End::Panicked(panic) => Outcome::Panicked(panic),
        End::TimedOut(limit) => Outcome::TimedOut(limit),
    };
    if outcome.is_failure() {
        tracing::warn!(
            event,
            handler = handler.name(),
            outcome = outcome.as_str(),
            "a handler failed"
        );
    }
    let elapsed = started.map_or(Duration::ZERO, |started| started.elapsed());
    (outcome, elapsed)
}
