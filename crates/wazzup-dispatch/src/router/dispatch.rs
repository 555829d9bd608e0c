use std::{future::poll_fn, pin::Pin, sync::Arc, task::Poll, time::Duration};

use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use tokio::time::Instant;

use crate::{
    envelope::Envelope,
    few::Few,
    handler::Flow,
    report::{Disposition, EventReport, HandlerReport, Outcome, Report},
    router::{
        HandlerInfo, Router,
        entry::{Acted, End, Entry},
        lanes::Lanes,
        table::Table,
    },
    wait::Received,
};

impl Router {
    /// Gives the events of one delivery, in the order they came, to the waits for them and to their
    /// handlers, and reports what became of each.
    ///
    /// First every event is shown to the waits, in order; then the handlers run: see the
    /// [crate's documentation](crate#what-runs-when) for what runs when. A tokio runtime is needed
    /// if a handler needs one or has a time limit.
    ///
    /// Dropping the future drops the handlers that run. Spawn it where a caller may hang up.
    pub fn dispatch<I>(&self, events: I) -> impl Future<Output = Report> + Send + use<I>
    where
        I: IntoIterator<Item = Envelope>,
    {
        let mut events = events.into_iter();
        let first = events.next();
        let others = match events.next() {
            None => Vec::new(),
            Some(second) => std::iter::once(second).chain(events).collect(),
        };
        let router = self.clone();
        // All one future, and what is rare boxed: each future inside another is moved into it.
        async move {
            let Some(first) = first else {
                return Report::default();
            };
            if !others.is_empty() {
                return Box::pin(router.run(first, others)).await;
            }
            router.dispatch_one(first).await.into()
        }
    }

    /// The same for a delivery of one event.
    pub async fn dispatch_one(&self, event: impl Into<Envelope> + Send) -> EventReport {
        let table = self.table();
        let waits = &self.0.waits;
        let event = waits.receive_alone(event.into(), table.looks_back());
        let report = self.handle(&table, &event).await;
        waits.settle(std::slice::from_ref(&event));
        report
    }

    async fn run(self, first: Envelope, others: Vec<Envelope>) -> Report {
        let table = self.table();
        let received: Vec<_> = std::iter::once(first)
            .chain(others)
            .map(|event| self.0.waits.receive(event))
            .collect();
        let lanes = Lanes::of(&received);
        let lane = |first| self.handle_lane(&table, &received, lanes.from(first));
        let mut reports = Vec::with_capacity(received.len());
        let mut running = FuturesUnordered::new();
        // The room of a lane that was done at once, as most are, is the next one's.
        let mut spare = None;
        for first in lanes.firsts() {
            let mut room = match spare.take() {
                None => Box::pin(lane(first)),
                Some(mut room) => {
                    Pin::set(&mut room, lane(first));
                    room
                }
            };
            match poll_fn(|cx| Poll::Ready(room.as_mut().poll(cx))).await {
                Poll::Ready(lane) => {
                    reports.extend(lane);
                    spare = Some(room);
                }
                Poll::Pending => running.push(room),
            }
            if running.len() >= table.concurrency
                && let Some(lane) = running.next().await
            {
                reports.extend(lane);
            }
        }
        while let Some(lane) = running.next().await {
            reports.extend(lane);
        }
        drop((running, spare));
        self.0.waits.settle(&received);
        reports.sort_unstable_by_key(|(at, _)| *at);
        reports.into_iter().map(|(_, report)| report).collect()
    }

    async fn handle_lane(
        &self,
        table: &Table,
        received: &[Received],
        lane: impl Iterator<Item = usize>,
    ) -> Few<(usize, EventReport)> {
        let mut reports = Few::default();
        for at in lane {
            reports.push((at, self.handle(table, &received[at]).await));
        }
        reports
    }

    async fn handle(&self, table: &Table, event: &Received) -> EventReport {
        let name = event.envelope().name();
        if !event.start() {
            return EventReport {
                name,
                disposition: Disposition::Taken,
                handlers: Few::default(),
            };
        }
        let entries = table.handlers(event.envelope().event_type());
        let mut handlers = Few::default();
        let stopped = match &**entries {
            [entry] if !entry.detached => {
                let envelope = event.envelope();
                let started = Instant::now();
                let end = match entry.begin(envelope, self, event.mark(), table.timeout) {
                    Ok(running) => running.await,
                    Err(end) => end,
                };
                handlers.push(ended(&entry.info, name, end, started));
                matches!(handlers[0].outcome, Outcome::Done(Flow::Stop))
            }
            _ => {
                let groups = self.run_groups(table, event, entries, &mut handlers);
                Box::pin(groups).await
            }
        };
        let wanted = |(entry, report): (&Arc<Entry<Acted>>, &HandlerReport)| {
            entry.event.is_some() && !matches!(report.outcome, Outcome::Filtered)
        };
        // Whoever answers a question is somebody, even if the question is only shown around here.
        let answered = || !table.answerers(event.envelope().event_type()).is_empty();
        if stopped || entries.iter().zip(&*handlers).any(wanted) || answered() {
            return EventReport {
                name,
                disposition: Disposition::Handled,
                handlers,
            };
        }
        if !table.fallbacks().is_empty() {
            let fallbacks = self.run_groups(table, event, table.fallbacks(), &mut handlers);
            Box::pin(fallbacks).await;
        }
        EventReport {
            name,
            disposition: Disposition::Unhandled,
            handlers,
        }
    }

    /// Runs handlers that are sorted by order: those of the same order concurrently. Returns
    /// whether one of them stopped the rest.
    async fn run_groups(
        &self,
        table: &Table,
        event: &Received,
        entries: &[Arc<Entry<Acted>>],
        reports: &mut Few<HandlerReport>,
    ) -> bool {
        let mut stopped = false;
        for group in entries.chunk_by(|one, next| one.info.order() == next.info.order()) {
            let first = reports.len();
            match group {
                _ if stopped => {
                    reports.extend(
                        group
                            .iter()
                            .map(|entry| report(&entry.info, Outcome::Skipped)),
                    );
                }
                [entry] => {
                    reports.push(self.run_one(table, event, entry).await);
                }
                _ => {
                    let running = group
                        .iter()
                        .map(async |entry| self.run_one(table, event, entry).await);
                    reports.extend(Box::pin(join_all(running)).await);
                }
            }
            let ended = reports[first..].iter();
            stopped |= ended
                .map(|report| &report.outcome)
                .any(|outcome| matches!(outcome, Outcome::Done(Flow::Stop)));
        }
        stopped
    }

    async fn run_one(
        &self,
        table: &Table,
        event: &Received,
        entry: &Entry<Acted>,
    ) -> HandlerReport {
        let envelope = event.envelope();
        let started = Instant::now();
        let end = if entry.detached {
            match Box::pin(self.run_detached(table, event, entry, started)).await {
                Some(end) => end,
                None => return report(&entry.info, Outcome::Detached),
            }
        } else {
            entry.run(envelope, self, event.mark(), table.timeout).await
        };
        ended(&entry.info, envelope.name(), end, started)
    }
}

/// Reports how a handler ended, and logs it if it should not have.
pub(super) fn ended(
    handler: &Arc<HandlerInfo>,
    event: &'static str,
    end: End<Acted>,
    started: Instant,
) -> HandlerReport {
    let outcome = match end {
        End::Returned(Ok(flow)) => Outcome::Done(flow),
        End::Returned(Err(error)) => Outcome::Failed(error),
        End::Filtered => return report(handler, Outcome::Filtered),
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
    HandlerReport {
        elapsed: started.elapsed(),
        ..report(handler, outcome)
    }
}

fn report(handler: &Arc<HandlerInfo>, outcome: Outcome) -> HandlerReport {
    HandlerReport {
        handler: handler.clone(),
        outcome,
        elapsed: Duration::ZERO,
    }
}
