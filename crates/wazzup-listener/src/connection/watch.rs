use std::{
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{
            AtomicBool, AtomicU8, AtomicU64,
            Ordering::{Acquire, Relaxed, Release, SeqCst},
        },
    },
    task::Waker,
    time::Duration,
};

use tokio::time::Instant;

use crate::settings::Settings;

/// What one connection is doing and since when: the truth behind all its timeouts.
///
/// Marking a step costs two stores. No connection has a timer: one [sweep](super::sweep) looks
/// after all of them, since arming and disarming timers several times per request would cost more
/// than the rest of this crate. Nor is the clock read at each step: when a phase began that is soon
/// over is never asked, and the sweep notes when it first sees one.
#[derive(Debug)]
// In this order, so that what every request touches is in one line of the cache.
#[repr(C)]
pub(crate) struct Watch {
    phase: AtomicU8,
    body_overdue: AtomicBool,
    fault: AtomicU8,
    /// When the phase was first seen, in microseconds after `born`; or [`UNSEEN`].
    since: AtomicU64,
    /// When a write began to wait, in microseconds after `born`, plus one; 0 = none waits.
    write_waits: AtomicU64,
    /// When somebody began to wait for the body, likewise; 0 = nobody waits.
    body_waits: AtomicU64,
    /// Set once, when the connection is to end.
    verdict: OnceLock<Overdue>,
    born: Instant,
    body_waker: Mutex<Option<Waker>>,
    /// Of the connection's own task.
    task: Mutex<Option<Waker>>,
}

/// Between two answers, with no byte of the next request read.
const IDLE: u8 = 0;
/// Reading the head of a request. A new connection begins here.
const HEAD: u8 = 1;
/// From the head of a request to the last byte of its answer.
const BUSY: u8 = 2;
/// Until that byte is written, too. Idle as far as time limits go.
const ANSWERED: u8 = 3;

/// The sweep has not come by since the phase began.
const UNSEEN: u64 = u64::MAX;

/// A limit that the body of the present request broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    TooLarge,
    TimedOut,
}

/// A limit that the connection broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overdue {
    Idle,
    Head,
    Write,
}

impl Watch {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            born: Instant::now(),
            phase: AtomicU8::new(HEAD),
            since: AtomicU64::new(0),
            write_waits: AtomicU64::new(0),
            body_waits: AtomicU64::new(0),
            body_overdue: AtomicBool::new(false),
            fault: AtomicU8::new(0),
            body_waker: Mutex::new(None),
            task: Mutex::new(None),
            verdict: OnceLock::new(),
        })
    }

    /// Bytes came in.
    pub(super) fn read(&self) {
        if self.phase.load(Relaxed) == IDLE {
            self.enter(HEAD);
        }
    }

    pub(super) fn write_waits(&self) {
        if self.write_waits.load(Relaxed) == 0 {
            self.write_waits.store(self.now() + 1, Relaxed);
        }
    }

    pub(super) fn wrote(&self) {
        if self.write_waits.load(Relaxed) != 0 {
            self.write_waits.store(0, Relaxed);
        }
    }

    /// Everything handed over was written.
    pub(super) fn flushed(&self) {
        if self.phase.load(Relaxed) == ANSWERED {
            self.phase.store(IDLE, Relaxed);
        }
    }

    /// The head of a request is complete.
    pub(crate) fn asked(&self) {
        self.fault.store(0, Relaxed);
        self.body_waits.store(0, Relaxed);
        self.body_overdue.store(false, Relaxed);
        self.phase.store(BUSY, Relaxed);
    }

    /// The last byte of an answer was handed over to be written.
    pub(crate) fn answered(&self) {
        self.enter(ANSWERED);
    }

    /// Somebody waits for more of the body: wakes `waker` once that takes too long in sum.
    ///
    /// The time runs from the first call, not from the head, since a service may have its reasons
    /// to read late: only the client is to blame for what comes after.
    pub(crate) fn body_waits(&self, waker: &Waker) {
        let mut slot = self
            .body_waker
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !slot.as_ref().is_some_and(|old| old.will_wake(waker)) {
            *slot = Some(waker.clone());
        }
        if self.body_waits.load(Relaxed) == 0 {
            self.body_waits.store(self.now() + 1, Relaxed);
        }
    }

    /// Whether the body took too long. Ask after [`body_waits`](Self::body_waits): then either
    /// this says so, or the waker is woken.
    pub(crate) fn body_overdue(&self) -> bool {
        self.body_overdue.load(SeqCst)
    }

    /// The body was read to its end, or nobody wants it any more.
    pub(crate) fn body_done(&self) {
        self.body_waits.store(0, Relaxed);
    }

    pub(crate) fn break_limit(&self, fault: Fault) {
        self.fault.store(fault as u8 + 1, Relaxed);
    }

    pub(crate) fn fault(&self) -> Option<Fault> {
        match self.fault.load(Relaxed) {
            0 => None,
            code if code == Fault::TooLarge as u8 + 1 => Some(Fault::TooLarge),
            _ => Some(Fault::TimedOut),
        }
    }

    /// Who to wake when there is something to be done about the connection.
    pub(super) fn attend(&self, task: &Waker) {
        *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task.clone());
    }

    pub(super) fn wake_task(&self) {
        // Waking a task of tokio's only puts it into a queue, so the lock is soon free again.
        if let Some(task) = &*self.task.lock().unwrap_or_else(PoisonError::into_inner) {
            task.wake_by_ref();
        }
    }

    /// What the connection has to end for, if anything.
    pub(super) fn verdict(&self) -> Option<Overdue> {
        self.verdict.get().copied()
    }

    /// Looks whether something is overdue at `now` and sees to it. Returns when to look again at
    /// the latest; `None` if there is no more need to.
    pub(super) fn inspect(&self, now: Instant, settings: &Settings) -> Option<Instant> {
        match self.check(now, settings) {
            Ok(next) => Some(next),
            Err(overdue) => {
                // Set already: then it ends for that.
                let _ = self.verdict.set(overdue);
                self.wake_task();
                None
            }
        }
    }

    fn enter(&self, phase: u8) {
        self.since.store(UNSEEN, Relaxed);
        self.phase.store(phase, Release);
    }

    /// When the present phase was first seen: now, if it was not before.
    fn since(&self, now: Instant) -> u64 {
        match self.since.load(Relaxed) {
            UNSEEN => {
                let now = self.micros(now);
                // Unless another phase has begun meanwhile: the next pass sees that.
                let _ = self.since.compare_exchange(UNSEEN, now, Relaxed, Relaxed);
                now
            }
            since => since,
        }
    }

    /// Whether a request has not got its whole answer yet.
    pub(super) fn is_busy(&self) -> bool {
        self.phase.load(Relaxed) == BUSY
    }

    /// Whether the head of a request has begun, or that of the first one is waited for.
    pub(super) fn reads_head(&self) -> bool {
        self.phase.load(Relaxed) == HEAD
    }

    /// Whether no request waits for its answer or a part of it.
    pub(super) fn owes_nothing(&self) -> bool {
        self.phase.load(Relaxed) < BUSY
    }

    /// Microseconds after `born`.
    fn micros(&self, at: Instant) -> u64 {
        // Half a million years of microseconds fit.
        at.duration_since(self.born).as_micros() as u64
    }

    fn now(&self) -> u64 {
        self.micros(Instant::now())
    }

    fn at(&self, micros: u64, timeout: Duration) -> Instant {
        self.born + Duration::from_micros(micros) + timeout
    }

    /// Whether something is overdue at `now`; if not, when to look again at the latest.
    fn check(&self, now: Instant, settings: &Settings) -> Result<Instant, Overdue> {
        // The phase first: one that begins meanwhile is never given the age of the one before.
        let phase = self.phase.load(Acquire);
        let since = self.since(now);
        // Whatever begins after `now` has to be seen by then.
        let mut next = now + settings.sweep_interval();
        let mut due = |at: Instant| {
            next = next.min(at);
            at <= now
        };
        match self.write_waits.load(Relaxed) {
            0 => {}
            waits if due(self.at(waits - 1, settings.write_timeout)) => {
                return Err(Overdue::Write);
            }
            _ => {}
        }
        match phase {
            IDLE | ANSWERED if due(self.at(since, settings.idle_timeout)) => {
                return Err(Overdue::Idle);
            }
            HEAD if due(self.at(since, settings.header_read_timeout)) => return Err(Overdue::Head),
            BUSY => match self.body_waits.load(Relaxed) {
                0 => {}
                waits if due(self.at(waits - 1, settings.body_read_timeout)) => {
                    // The connection itself goes on: there is an answer to write.
                    self.body_waits.store(0, Relaxed);
                    self.body_overdue.store(true, SeqCst);
                    let mut slot = self
                        .body_waker
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner);
                    if let Some(waker) = slot.take() {
                        waker.wake();
                    }
                    return Ok(now + settings.sweep_interval());
                }
                _ => {}
            },
            _ => {}
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings {
            header_read_timeout: Duration::from_secs(2),
            body_read_timeout: Duration::from_secs(3),
            idle_timeout: Duration::from_secs(5),
            write_timeout: Duration::from_secs(7),
            ..Settings::default()
        }
    }

    async fn seconds_until_overdue(watch: &Watch) -> (u64, Overdue) {
        let start = Instant::now();
        let mut next = start + settings().sweep_interval();
        loop {
            tokio::time::sleep_until(next).await;
            match watch.inspect(Instant::now(), &settings()) {
                Some(later) => next = later,
                None => return (start.elapsed().as_secs(), watch.verdict().unwrap()),
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_says_nothing_gets_the_header_timeout() {
        let watch = Watch::new();
        assert_eq!(seconds_until_overdue(&watch).await, (2, Overdue::Head));
    }

    #[tokio::test(start_paused = true)]
    async fn a_kept_alive_connection_gets_the_idle_timeout() {
        let watch = Watch::new();
        watch.turn(|| {
            watch.asked();
            watch.answered();
            watch.flushed();
        });
        assert_eq!(seconds_until_overdue(&watch).await, (5, Overdue::Idle));
    }

    #[tokio::test(start_paused = true)]
    async fn a_byte_of_the_next_head_starts_the_header_timeout_and_more_bytes_do_not_extend_it() {
        let watch = Watch::new();
        watch.turn(|| {
            watch.asked();
            watch.answered();
            watch.flushed();
        });
        let trickle = async {
            loop {
                tokio::time::sleep(Duration::from_secs(1)).await;
                watch.turn(|| watch.read());
            }
        };
        tokio::select! {
            () = trickle => {}
            end = seconds_until_overdue(&watch) => assert_eq!(end, (3, Overdue::Head)),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_running_handler_has_no_timeout_while_it_does_not_wait_for_the_body() {
        let watch = Watch::new();
        watch.asked();
        let end = tokio::time::timeout(Duration::from_secs(3600), seconds_until_overdue(&watch));
        assert!(end.await.is_err());
        assert!(!watch.body_overdue());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_waited_for_is_marked_overdue_and_the_connection_goes_on() {
        let watch = Watch::new();
        watch.asked();
        watch.turn(|| watch.body_waits(Waker::noop()));
        let end = tokio::time::timeout(Duration::from_secs(4), seconds_until_overdue(&watch));
        assert!(end.await.is_err());
        assert!(watch.body_overdue());
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_that_waits_gets_the_write_timeout_even_while_busy() {
        let watch = Watch::new();
        watch.asked();
        watch.turn(|| watch.write_waits());
        assert_eq!(seconds_until_overdue(&watch).await, (7, Overdue::Write));
    }
}
