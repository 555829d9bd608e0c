//! What all surfaces share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Response;
use tokio::runtime::Handle;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::delivery::Courier;
use crate::faults::Faults;
use crate::http::Fail;
use crate::journal::{Journal, Log};
use crate::state::{Setup, World};

/// Sizes that do not change while the emulator runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sizes {
    /// Longest request body, in bytes.
    pub(crate) body: usize,
    /// The same where media are uploaded.
    pub(crate) upload: usize,
}

/// The running emulator, without its socket.
pub(crate) struct App {
    pub(crate) clock: Clock,
    pub(crate) faults: Arc<Faults>,
    pub(crate) journal: Log,
    pub(crate) courier: Courier,
    tasks: TaskTracker,
    /// That of whoever started the emulator, which may be used from threads that belong to none.
    runtime: Handle,
    pub(crate) stop: CancellationToken,
    pub(crate) limits: Sizes,
    pub(crate) wake: Notify,
    pub(crate) url: std::sync::OnceLock<String>,
    setup: Setup,
    world: Mutex<World>,
    changed: watch::Sender<u64>,
}

impl App {
    pub(crate) fn new(setup: Setup, clock: Clock, limits: Sizes, journal: usize) -> Arc<Self> {
        Arc::new(Self {
            clock,
            faults: Arc::default(),
            journal: Log::new(journal),
            courier: Courier::new(setup.knobs.delivery.concurrency),
            tasks: TaskTracker::new(),
            runtime: Handle::current(),
            stop: CancellationToken::new(),
            limits,
            wake: Notify::new(),
            url: std::sync::OnceLock::new(),
            world: Mutex::new(setup.world()),
            setup,
            changed: watch::Sender::new(0),
        })
    }

    /// Runs something beside what is going on, from any thread, until the emulator is stopped.
    pub(crate) fn spawn<F>(&self, task: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.tasks.spawn_on(task, &self.runtime)
    }

    /// Waits until all that was spawned has ended.
    pub(crate) async fn ended(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    pub(crate) fn url(&self) -> &str {
        self.url.get().map_or("http://127.0.0.1", String::as_str)
    }

    /// The state, to read. What changes it goes through [`with`](Self::with).
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A panic in another thread leaves plain data behind, never half a pointer: go on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, then sends off what the change made due.
    pub(crate) fn with<T>(self: &Arc<Self>, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world();
        world.now = self.clock.now();
        let before = world.schedule.next();
        let width = world.knobs.delivery.concurrency;
        let result = change(&mut world);
        if world.knobs.delivery.concurrency != width {
            self.courier.resize(world.knobs.delivery.concurrency);
        }
        let parcels = std::mem::take(&mut world.outbox);
        let sooner = match (before, world.schedule.next()) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(before), Some(after)) => after < before,
        };
        // Handed over before the lock goes, so that deliveries keep the order of the changes.
        if !parcels.is_empty() {
            self.courier.take_in(self, parcels, &world.knobs);
        }
        drop(world);
        if sooner {
            self.wake.notify_one();
        }
        result
    }

    /// How many resets there were: what began in one epoch is not to change the world of another.
    pub(crate) fn epoch(&self) -> u64 {
        self.courier.epoch()
    }

    /// [Changes](Self::with) the state, unless there was a reset since `epoch`.
    pub(crate) fn with_since<T>(
        self: &Arc<Self>,
        epoch: u64,
        change: impl FnOnce(&mut World) -> T,
    ) -> Option<T> {
        // Under the lock, which a reset takes as well.
        self.with(|world| (self.epoch() == epoch).then(|| change(world)))
    }

    /// Writes a refusal in the present dialect.
    pub(crate) fn write(&self, fail: Fail) -> Response<Bytes> {
        let world = self.world();
        fail.write(&world.knobs.dialect)
    }

    /// Tells whoever waits for a condition that it may be true now.
    pub(crate) fn bump(&self) {
        if self.changed.receiver_count() > 0 {
            self.changed.send_modify(|count| *count += 1);
        }
    }

    /// Ends when `met` gives something.
    pub(crate) async fn until<T>(&self, mut met: impl FnMut(&Self) -> Option<T>) -> T {
        let mut changed = self.changed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(met) = met(self) {
                return met;
            }
            if changed.changed().await.is_err() {
                // The sender lives in `self`, so this cannot be.
                std::future::pending::<()>().await;
            }
        }
    }

    /// The journal from number `since` on.
    pub(crate) fn read_journal(&self, since: u64) -> Journal {
        Journal {
            deliveries_dropped: self.courier.dropped(),
            ..self.journal.read(since)
        }
    }

    /// Nothing is under way, and nothing will be unless somebody asks or moves the clock.
    pub(crate) fn is_idle(&self) -> bool {
        // Time that flies by itself brings every step.
        let last = match self.clock.is_manual() {
            true => self.clock.now(),
            false => i64::MAX,
        };
        self.is_settled(last)
    }

    /// Nothing is under way, and nothing is due up to `moment`.
    pub(crate) fn is_settled(&self, moment: i64) -> bool {
        if self.courier.busy() {
            return false;
        }
        let world = self.world();
        let settled = world.schedule.next().is_none_or(|at| at > moment);
        settled && !self.courier.busy()
    }

    /// Back to the state at the start, with the same ids and the clock as it is.
    pub(crate) fn reset(&self) {
        {
            let mut world = self.world();
            *world = self.setup.world();
            self.courier.resize(world.knobs.delivery.concurrency);
            self.courier.clear();
        }
        self.faults.clear();
        self.journal.clear();
        self.bump();
    }
}
