//! Queues of deliveries: one after another within a chat, chats side by side.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::post::{Shipment, post};
use super::turns::Turns;
use crate::app::App;
use crate::knobs::Delivery;
use crate::state::{Parcel, Step};

/// Makes the deliveries.
pub(crate) struct Courier {
    pub(super) client: Client<HttpConnector, Full<Bytes>>,
    lanes: Mutex<Lanes>,
    turns: Turns,
    /// Deliveries and questions that are not over.
    open: AtomicUsize,
    /// Goes up with each reset: what was under way before is nobody's business any more.
    pub(super) epoch: AtomicU64,
    dropped: AtomicU64,
}

#[derive(Default)]
struct Lanes {
    waiting: HashMap<String, VecDeque<Parcel>>,
    count: usize,
}

/// Counts something as under way while it lives.
pub(super) struct Open<'a>(&'a App);

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

    /// From now on so many deliveries at once.
    pub(crate) fn resize(&self, concurrency: usize) {
        self.turns.resize(concurrency);
    }

    /// Deliveries dropped since too many waited.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Acquire)
    }

    pub(super) fn open(app: &App) -> Open<'_> {
        app.courier.open.fetch_add(1, Ordering::AcqRel);
        Open(app)
    }

    /// Forgets what waits.
    pub(crate) fn clear(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.dropped.store(0, Ordering::Release);
        let mut lanes = self.lanes();
        let forgotten: usize = lanes.waiting.values().map(VecDeque::len).sum();
        for lane in lanes.waiting.values_mut() {
            lane.clear();
        }
        lanes.count -= forgotten;
        self.open.fetch_sub(forgotten, Ordering::AcqRel);
    }

    /// Queues deliveries, each in its lane.
    pub(crate) fn take_in(&self, app: &Arc<App>, parcels: Vec<Parcel>, settings: &Delivery) {
        let mut lanes = self.lanes();
        for mut parcel in parcels {
            if lanes.count >= settings.queue_limit {
                self.dropped.fetch_add(1, Ordering::AcqRel);
                continue;
            }
            if !settings.ordered {
                parcel.lane = format!("delivery {} {}", parcel.delivery, parcel.attempt);
            }
            self.open.fetch_add(1, Ordering::AcqRel);
            lanes.count += 1;
            if let Some(lane) = lanes.waiting.get_mut(&parcel.lane) {
                lane.push_back(parcel);
            } else {
                let name = parcel.lane.clone();
                lanes.waiting.insert(name.clone(), VecDeque::from([parcel]));
                let (runner, stop) = (Arc::clone(app), app.stop.clone());
                app.tasks.spawn(async move {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = run_lane(&runner, &name) => {}
                    }
                });
            }
        }
    }

    /// The next delivery of a lane; without one the lane ends.
    fn next(&self, name: &str) -> Option<Parcel> {
        let mut lanes = self.lanes();
        let parcel = lanes.waiting.get_mut(name)?.pop_front();
        if parcel.is_some() {
            lanes.count -= 1;
        } else {
            lanes.waiting.remove(name);
        }
        parcel
    }
}

async fn run_lane(app: &Arc<App>, name: &str) {
    while let Some(parcel) = app.courier.next(name) {
        let _open = Open(app);
        let _turn = app.courier.turns.take().await;
        deliver(app, parcel).await;
    }
}

async fn deliver(app: &Arc<App>, parcel: Parcel) {
    let epoch = app.courier.epoch.load(Ordering::Acquire);
    let settings = app.world().knobs.delivery.clone();
    let mut parcel = parcel;
    let mut answered = false;
    for _ in 0..=settings.duplicates {
        let shipment = Shipment::of(&parcel, &settings);
        answered |= post(app, shipment).await.succeeded();
        parcel.attempt += 1;
    }
    let forgotten = epoch != app.courier.epoch.load(Ordering::Acquire);
    if answered || forgotten || parcel.attempt > settings.max_attempts {
        return;
    }
    let place = usize::try_from(parcel.attempt)
        .unwrap_or(usize::MAX)
        .saturating_sub(2);
    let pause = settings
        .backoff_ms
        .get(place)
        .or(settings.backoff_ms.last())
        .copied()
        .unwrap_or(0);
    let at = app.clock.now() + i64::try_from(pause).unwrap_or(i64::MAX / 4);
    app.with(|world| world.schedule.plan(at, Step::Deliver(Box::new(parcel))));
}
