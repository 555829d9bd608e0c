//! Queues of deliveries: one after another within a chat, chats side by side.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::post::{Shipment, post};
use super::terms::Terms;
use super::turns::Turns;
use crate::app::App;
use crate::clock::Clock;
use crate::knobs::Knobs;
use crate::state::{Parcel, Service, Step};

/// Makes the deliveries.
pub(crate) struct Courier {
    pub(super) client: Client<HttpConnector, Full<Bytes>>,
    lanes: Mutex<Lanes>,
    turns: Turns,
    /// Deliveries and questions that are not over.
    open: AtomicUsize,
    /// Goes up with each reset: what was under way before is nobody's business any more.
    epoch: AtomicU64,
    dropped: AtomicU64,
}

#[derive(Default)]
struct Lanes {
    waiting: HashMap<String, VecDeque<Waiting>>,
    count: usize,
    /// Deliveries that are not over and may be repeated, by the moment of that.
    repeats: BTreeSet<Repeat>,
    /// Answers took too long: nobody waits for any until all that is under way has ended.
    impatient: bool,
}

/// A delivery that is not over.
struct Waiting {
    parcel: Parcel,
    /// What its own time is ahead of the time that has [flown](crate::clock::Clock::flown). Its own
    /// time begins when it was due and knows no jumps of the clock.
    ahead: i64,
    repeat: Option<Repeat>,
}

/// When a delivery is repeated at the earliest, as [`Waiting::ahead`] counts, and which one it is.
type Repeat = (i64, u64, u32);

/// Counts something as under way while it lives.
pub(crate) struct Open<'a>(&'a App);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.courier.open.fetch_sub(1, Ordering::AcqRel);
        self.0.bump();
    }
}

impl Courier {
    pub(crate) fn new(concurrency: usize) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            lanes: Mutex::default(),
            turns: Turns::new(concurrency),
            open: AtomicUsize::new(0),
            epoch: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
        }
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn busy(&self) -> bool {
        self.open.load(Ordering::Acquire) > 0
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// From now on so many deliveries at once.
    pub(crate) fn resize(&self, concurrency: usize) {
        self.turns.resize(concurrency);
    }

    /// Deliveries dropped since too many waited.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Acquire)
    }

    pub(crate) fn open(app: &App) -> Open<'_> {
        app.courier.open.fetch_add(1, Ordering::AcqRel);
        Open(app)
    }

    /// Forgets what waits.
    pub(crate) fn clear(&self) {
        let mut lanes = self.lanes();
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.dropped.store(0, Ordering::Release);
        let forgotten: usize = lanes.waiting.values().map(VecDeque::len).sum();
        for lane in lanes.waiting.values_mut() {
            lane.clear();
        }
        lanes.count -= forgotten;
        lanes.repeats.clear();
        lanes.impatient = false;
        self.open.fetch_sub(forgotten, Ordering::AcqRel);
    }

    /// Queues deliveries, each in its lane.
    pub(crate) fn take_in(&self, app: &Arc<App>, parcels: Vec<Parcel>, knobs: &Knobs) {
        let wazzup = Terms::of(knobs, Service::Wazzup);
        let whatsapp = Terms::of(knobs, Service::WhatsApp);
        let mut lanes = self.lanes();
        if !self.busy() {
            lanes.impatient = false;
        }
        for mut parcel in parcels {
            let terms = match parcel.service {
                Service::Wazzup => &wazzup,
                Service::WhatsApp => &whatsapp,
            };
            if lanes.count >= knobs.delivery.queue_limit {
                self.dropped.fetch_add(1, Ordering::AcqRel);
                continue;
            }
            if !terms.ordered {
                parcel.lane = format!("delivery {} {}", parcel.delivery, parcel.attempt);
            }
            self.open.fetch_add(1, Ordering::AcqRel);
            lanes.count += 1;
            let name = parcel.lane.clone();
            let ahead = parcel.at.saturating_sub(app.clock.flown());
            let next = parcel.attempt.saturating_add(terms.duplicates);
            let moment = terms.moment_of(next.saturating_add(1), parcel.since, parcel.at);
            let moment = moment.filter(|_| !lanes.impatient);
            let repeat = moment.map(|at| {
                let ahead = at.saturating_sub(app.clock.flown());
                (ahead, parcel.delivery, parcel.attempt)
            });
            lanes.repeats.extend(repeat);
            let waiting = Waiting {
                parcel,
                ahead,
                repeat,
            };
            if let Some(lane) = lanes.waiting.get_mut(&name) {
                lane.push_back(waiting);
            } else {
                lanes
                    .waiting
                    .insert(name.clone(), VecDeque::from([waiting]));
                let (runner, stop) = (Arc::clone(app), app.stop.clone());
                app.spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = run_lane(&runner, &name) => {}
                    }
                });
            }
        }
    }

    /// The next delivery of a lane, with its epoch; without one the lane ends.
    fn next(&self, name: &str) -> Option<(Waiting, u64)> {
        let mut lanes = self.lanes();
        let next = lanes.waiting.get_mut(name)?.pop_front();
        if next.is_some() {
            lanes.count -= 1;
        } else {
            lanes.waiting.remove(name);
        }
        Some((next?, self.epoch()))
    }

    /// The moment of the first repeat that deliveries under way may come to need.
    pub(super) fn first_repeat(&self, clock: &Clock) -> Option<i64> {
        let lanes = self.lanes();
        let (ahead, ..) = lanes.repeats.first()?;
        Some(ahead.saturating_add(clock.flown()))
    }

    /// Expects no repeats until all that is under way has ended.
    pub(super) fn expect_no_repeats(&self) {
        let mut lanes = self.lanes();
        lanes.repeats.clear();
        lanes.impatient = true;
    }
}

async fn run_lane(app: &Arc<App>, name: &str) {
    let mut end = i64::MIN;
    while let Some((waiting, epoch)) = app.courier.next(name) {
        let Waiting {
            parcel,
            ahead,
            repeat,
        } = waiting;
        let _open = Open(app);
        let _turn = app.courier.turns.take().await;
        // It may have been forgotten while it waited for its turn.
        if epoch != app.epoch() {
            continue;
        }
        // It begins when it was due, or when the one before it in the lane ended.
        end = deliver(app, epoch, parcel, ahead.max(end)).await;
        if let Some(repeat) = repeat {
            // Only now that the repeat is planned: steps that come after it were held back.
            app.courier.lanes().repeats.remove(&repeat);
            app.wake.notify_one();
        }
    }
}

/// Makes an attempt with its duplicates and plans the next; gives what its own time is ahead then.
async fn deliver(app: &Arc<App>, epoch: u64, mut parcel: Parcel, mut ahead: i64) -> i64 {
    let terms = Terms::of(&app.world().knobs, parcel.service);
    let mut answered = false;
    for _ in 0..=terms.duplicates {
        let at = ahead.saturating_add(app.clock.flown());
        let attempt = post(app, epoch, Shipment::of(&parcel, at, &terms)).await;
        answered |= attempt.succeeded();
        // No different from before, unless a jump of the clock ended the wait for an answer.
        ahead = at
            .saturating_add(attempt.took_ms)
            .saturating_sub(app.clock.flown());
        parcel.attempt += 1;
    }
    let end = ahead.saturating_add(app.clock.flown());
    let moment = terms.moment_of(parcel.attempt, parcel.since, end);
    if let Some(at) = moment.filter(|_| !answered) {
        let step = Step::Deliver(Box::new(parcel));
        app.with_since(epoch, |world| world.schedule.plan(at, step));
    }
    ahead
}
