use std::{future::poll_fn, pin::Pin, sync::Arc, task::Poll, time::Duration};

use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use tokio::time::Instant;

use crate::{
    envelope::Envelope,
    few::Few,
    report::{Disposition, EventReport, Outcome, Report},
    router::{
        Router,
        entry::{Acted, Entry},
        lanes::Lanes,
        notes::{Ended, Notes, ended},
        table::Table,
    },
    wait::{Attending, Received},
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
        let waits = &*self.0.waits;
        let attending = table.looks_back().then(|| Attending::new(waits));
        let event = waits.receive_alone(event.into(), attending.as_ref());
        let report = self.handle_and_report(&table, &event).await;
        waits.settle(std::slice::from_ref(&event));
        report
    }

    /// The same for somebody who only wants to know whether no handler failed. It costs less:
    /// nothing is kept for a report, and how long handlers ran is not measured.
    pub async fn dispatch_unreported(&self, event: impl Into<Envelope> + Send) -> bool {
        let table = self.table();
        let waits = &*self.0.waits;
        let attending = table.looks_back().then(|| Attending::new(waits));
        let event = waits.receive_alone(event.into(), attending.as_ref());
        let mut notes = Notes::brief();
        self.handle(&table, &event, &mut notes).await;
        waits.settle(std::slice::from_ref(&event));
        notes.succeeded()
    }

    async fn run(self, first: Envelope, others: Vec<Envelope>) -> Report {
        let table = self.table();
        // A handler may wait for what comes after its event in the same delivery.
        let _attending = Attending::new(&*self.0.waits);
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
            let report = self.handle_and_report(table, &received[at]).await;
            reports.push((at, report));
        }
        reports
    }

    async fn handle_and_report(&self, table: &Table, event: &Received) -> EventReport {
        let mut handlers = Few::default();
        let mut notes = Notes::full(&mut handlers);
        let disposition = self.handle(table, event, &mut notes).await;
        EventReport {
            name: event.envelope().name(),
            disposition,
            handlers,
        }
    }

    async fn handle(&self, table: &Table, event: &Received, notes: &mut Notes<'_>) -> Disposition {
        if !event.start() {
            return Disposition::Taken;
        }
        let envelope = event.envelope();
        let entries = table.handlers(envelope.event_type());
        match &**entries {
            [entry] if !entry.detached => {
                let started = notes.clock();
                let end = match entry.begin(envelope, self, event.mark(), table.timeout) {
                    Ok(running) => running.await,
                    Err(end) => end,
                };
                notes.add(entry, ended(&entry.info, envelope.name(), end, started));
            }
            _ => Box::pin(self.run_groups(table, event, entries, notes)).await,
        }
        // Whoever answers a question is somebody, even if the question is only shown around here.
        if notes.had() || !table.answerers(envelope.event_type()).is_empty() {
            return Disposition::Handled;
        }
        if !table.fallbacks().is_empty() {
            Box::pin(self.run_groups(table, event, table.fallbacks(), notes)).await;
        }
        Disposition::Unhandled
    }

    /// Runs handlers that are sorted by order: those of the same order concurrently.
    async fn run_groups(
        &self,
        table: &Table,
        event: &Received,
        entries: &[Arc<Entry<Acted>>],
        notes: &mut Notes<'_>,
    ) {
        for group in entries.chunk_by(|one, next| one.info.order() == next.info.order()) {
            match group {
                _ if notes.stopped() => {
                    for entry in group {
                        notes.add(entry, (Outcome::Skipped, Duration::ZERO));
                    }
                }
                [entry] => {
                    let ended = self.run_one(table, event, entry, notes.clock()).await;
                    notes.add(entry, ended);
                }
                _ => {
                    let running = group
                        .iter()
                        .map(async |entry| self.run_one(table, event, entry, notes.clock()).await);
                    let ended = Box::pin(join_all(running)).await;
                    for (entry, ended) in group.iter().zip(ended) {
                        notes.add(entry, ended);
                    }
                }
            }
        }
    }

    async fn run_one(
        &self,
        table: &Table,
        event: &Received,
        entry: &Entry<Acted>,
        started: Option<Instant>,
    ) -> Ended {
        let envelope = event.envelope();
        let end = if entry.detached {
            match Box::pin(self.run_detached(table, event, entry)).await {
                Some(end) => end,
                None => return (Outcome::Detached, Duration::ZERO),
            }
        } else {
            entry.run(envelope, self, event.mark(), table.timeout).await
        };
        ended(&entry.info, envelope.name(), end, started)
    }
}
