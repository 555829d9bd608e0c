use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use crate::{
    envelope::Envelope,
    hashed::Hashed,
    key::Topic,
    sync::lock,
    wait::{
        Attending, Mark, Received, RecentLimits, WaitError, attending::Attendance, log::Log,
        slot::Wait,
    },
};

/// All waits of a router, and the recent events they may look back at.
///
/// One lock for both, so that an event is either seen by a wait that is there or found by one that
/// comes: never neither. No code of users runs under it.
pub(crate) struct Waits {
    table: Mutex<Table>,
    pub(super) attendance: Attendance,
    /// Whether there may be events in the log.
    keeps: AtomicBool,
    /// The number of the last event in the log, to be read without the lock.
    last: AtomicU64,
    /// The limit of events per topic, to be read without the lock.
    per_topic: AtomicUsize,
}

struct Table {
    closed: bool,
    last_id: u64,
    /// By topic, in the order they were registered.
    waits: Hashed<Topic, Vec<Arc<Wait>>>,
    log: Log,
}

impl Waits {
    pub(crate) fn new() -> Self {
        let limits = RecentLimits::default();
        Self {
            table: Mutex::new(Table {
                closed: false,
                last_id: 0,
                waits: Hashed::default(),
                log: Log::new(limits),
            }),
            attendance: Attendance::default(),
            keeps: AtomicBool::new(false),
            last: AtomicU64::new(0),
            per_topic: AtomicUsize::new(limits.events_per_topic()),
        }
    }

    pub(crate) fn set_limits(&self, limits: RecentLimits) {
        let mut table = lock(&self.table);
        if table.closed {
            return;
        }
        table.log.set_limits(limits);
        self.per_topic
            .store(limits.events_per_topic(), Ordering::Relaxed);
    }

    pub(crate) fn mark(&self) -> Mark {
        self.attendance.stay();
        lock(&self.table).log.mark()
    }

    /// Receives an event whose handlers start at once. `own`: one of them may look back from it.
    #[inline]
    pub(crate) fn receive_alone(
        &self,
        envelope: Envelope,
        own: Option<&Attending<&Self>>,
    ) -> Received {
        if self.attendance.exceeds(usize::from(own.is_some())) {
            return self.receive(envelope);
        }
        Received::Alone(envelope, own.map(|own| self.mark_of(own)))
    }

    /// The present point, for as long as somebody attends.
    pub(crate) fn mark_of(&self, _: &Attending<&Self>) -> Mark {
        Mark(self.last.load(Ordering::SeqCst))
    }

    /// Notes an event and shows it to the waits for it.
    pub(crate) fn receive(&self, envelope: Envelope) -> Received {
        // Its keys are the user's code: made here, before the lock.
        envelope.lane();
        let (record, waits, forgotten) = {
            let mut table = lock(&self.table);
            let waits = table.waits_for(&envelope);
            let record = table.log.push(envelope);
            self.last.store(record.seq, Ordering::SeqCst);
            self.keeps.store(true, Ordering::SeqCst);
            (record, waits, table.log.take_forgotten())
        };
        drop(forgotten);
        for wait in waits {
            wait.offer(&record, false);
        }
        Received::shown(record)
    }

    /// Drops what was kept, if nobody is left who could look back at it.
    pub(super) fn forget_unless_attended(&self) {
        if self.keeps.load(Ordering::SeqCst) && !self.attendance.exceeds(0) {
            self.forget();
        }
    }

    #[cold]
    pub(super) fn forget(&self) {
        let forgotten = {
            let mut table = lock(&self.table);
            // Somebody may have come meanwhile. Nobody's events are lost if he comes later: to get
            // into the log, they wait for the lock.
            if self.attendance.exceeds(0) {
                return;
            }
            self.keeps
                .store(!table.log.forget_handled(), Ordering::SeqCst);
            table.log.take_forgotten()
        };
        drop(forgotten);
    }

    /// Drops what was kept only until these were handled: few events never are that many.
    pub(crate) fn settle(&self, received: &[Received]) {
        if let [Received::Alone(..)] = received {
            return;
        }
        if received.len() <= self.per_topic.load(Ordering::Relaxed) {
            return;
        }
        let topics = received
            .iter()
            .flat_map(|one| one.envelope().topics().map(Cow::into_owned));
        let forgotten = {
            let mut table = lock(&self.table);
            table.log.settle(topics);
            table.log.take_forgotten()
        };
        drop(forgotten);
    }

    /// A number for the next wait: a smaller one was registered earlier.
    pub(super) fn next_id(&self) -> u64 {
        let mut table = lock(&self.table);
        table.last_id += 1;
        table.last_id
    }

    /// Shows the wait what is there already, and registers it if that doesn't end it.
    pub(super) fn register(&self, wait: &Arc<Wait>, since: Option<Mark>, replace: bool) {
        let mut seen = since.unwrap_or(Mark(0));
        self.attendance.stay();
        loop {
            let backlog = {
                let mut table = lock(&self.table);
                if table.closed {
                    drop(table);
                    wait.end(WaitError::Closed);
                    return;
                }
                let backlog = table.log.after(&wait.topic, seen);
                // Registered in the same breath, so that no event falls in between.
                if backlog.is_empty() {
                    let replaced = table.add(wait, replace);
                    drop(table);
                    for older in replaced {
                        older.end(WaitError::Replaced);
                    }
                    return;
                }
                backlog
            };
            for record in &backlog {
                seen = Mark(record.seq);
                if record.is_taken() && !wait.observes {
                    continue;
                }
                wait.offer(record, since.is_none());
                if !wait.is_waiting() {
                    return;
                }
            }
        }
    }

    pub(super) fn remove(&self, wait: &Wait) {
        let mut table = lock(&self.table);
        let Some(list) = table.waits.get_mut(&wait.topic) else {
            return;
        };
        let Ok(at) = list.binary_search_by_key(&wait.id, |present| present.id) else {
            return;
        };
        let removed = list.remove(at);
        if list.is_empty() {
            table.waits.remove(&wait.topic);
        }
        drop(table);
        drop(removed);
    }

    /// Cancels the waits for a topic.
    pub(crate) fn cancel(&self, topic: &Topic) -> usize {
        let waits = lock(&self.table).waits.remove(topic).unwrap_or_default();
        waits
            .iter()
            .filter(|wait| wait.end(WaitError::Canceled))
            .count()
    }

    /// Ends all waits, now and later, and forgets the recent events.
    pub(crate) fn close(&self) {
        let (waits, forgotten) = {
            let mut table = lock(&self.table);
            table.closed = true;
            table.log.clear();
            table.log.set_limits(RecentLimits::NONE);
            self.per_topic.store(0, Ordering::Relaxed);
            (std::mem::take(&mut table.waits), table.log.take_forgotten())
        };
        drop(forgotten);
        for wait in waits.into_values().flatten() {
            wait.end(WaitError::Closed);
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        lock(&self.table).closed
    }

    /// How many waits there are.
    pub(crate) fn len(&self) -> usize {
        lock(&self.table).waits.values().map(Vec::len).sum()
    }
}

impl Table {
    fn waits_for(&self, envelope: &Envelope) -> Vec<Arc<Wait>> {
        if self.waits.is_empty() {
            return Vec::new();
        }
        let topics = envelope.topics().chain([Cow::Owned(Topic::anywhere())]);
        let mut waits: Vec<_> = topics
            .filter_map(|topic| self.waits.get(&*topic))
            .flatten()
            .cloned()
            .collect();
        waits.sort_unstable_by_key(|wait| wait.id);
        waits
    }

    /// Adds a wait and returns those it replaces.
    fn add(&mut self, wait: &Arc<Wait>, replace: bool) -> Vec<Arc<Wait>> {
        let list = self.waits.entry(wait.topic.clone()).or_default();
        let replaced = if replace {
            list.extract_if(.., |present| present.kind == wait.kind)
                .collect()
        } else {
            Vec::new()
        };
        let at = list.partition_point(|present| present.id < wait.id);
        list.insert(at, wait.clone());
        replaced
    }
}
