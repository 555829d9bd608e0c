mod events;
mod seqs;

use std::{collections::hash_map::Entry, ops::Range, sync::Arc, time::Duration};

use tokio::time::Instant;

use self::{
    events::{Events, Kept},
    seqs::Seqs,
};
use crate::{
    envelope::Envelope,
    hashed::Hashed,
    key::Topic,
    wait::{Mark, record::Record},
};

/// The time between two passes that look for events too old to be kept.
const PAUSE: Range<Duration> = Duration::from_millis(10)..Duration::from_secs(10);

/// How many recent events a router keeps, for waits that [look back](crate::Listen::since).
///
/// A router keeps them while somebody could look back: from its first [mark](crate::Router::mark) or
/// wait on, and before that while a handler has a [`Context`](crate::Context).
///
/// What it keeps is bounded by the product of the first two limits. An event keeps what it refers
/// to alive, often the body of its whole delivery. Events whose handlers have yet to start are kept
/// beyond the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecentLimits {
    per_topic: usize,
    topics: usize,
    age: Duration,
}

impl Default for RecentLimits {
    /// 8 events of each of 1,024 conversations and subjects, for 60 seconds.
    fn default() -> Self {
        Self {
            per_topic: 8,
            topics: 1024,
            age: Duration::from_secs(60),
        }
    }
}

impl RecentLimits {
    /// Keeps nothing: a wait sees only what comes after it was started.
    pub const NONE: Self = Self {
        per_topic: 0,
        topics: 0,
        age: Duration::ZERO,
    };

    /// Sets how many events of one conversation or subject to keep.
    #[must_use]
    pub const fn per_topic(mut self, events: usize) -> Self {
        self.per_topic = events;
        self
    }

    /// Sets of how many conversations and subjects to keep events; the oldest events go first.
    #[must_use]
    pub const fn topics(mut self, topics: usize) -> Self {
        self.topics = topics;
        self
    }

    /// Sets how long to keep them. They are dropped some time after that, when an event
    /// comes.
    #[must_use]
    pub const fn age(mut self, age: Duration) -> Self {
        self.age = age;
        self
    }

    pub(super) const fn events_per_topic(&self) -> usize {
        self.per_topic
    }
}

/// The recent events, oldest first, with an index by topic.
///
/// Events yet to be handled are passed over when events are forgotten, however many there are, and
/// wherever they stand. So as not to look at them again with every event, a pass that leaves more
/// than the limit because of them is repeated once that has doubled.
pub(super) struct Log {
    limits: RecentLimits,
    last: u64,
    kept: Events,
    index: Hashed<Topic, List>,
    /// How many topics there may be until the next pass.
    tolerated: usize,
    next_pass: Instant,
    /// Dropped by the caller once it has left the lock: an event's `Drop` is the user's code.
    forgotten: Forgotten,
}

/// The events of one topic.
#[derive(Default)]
struct List {
    seqs: Seqs,
    /// How many there may be until the next pass.
    tolerated: usize,
}

impl List {
    /// Drops the oldest events beyond the limit; whether none is left.
    fn trim(
        &mut self,
        limit: usize,
        at_once: bool,
        (events, forgotten): (&mut Events, &mut Forgotten),
    ) -> bool {
        if self.seqs.len() <= limit || !at_once && self.seqs.len() <= self.tolerated {
            return false;
        }
        let mut excess = self.seqs.len() - limit;
        let mut goes = |seq| {
            let Some(kept) = events.get_mut(seq) else {
                return true;
            };
            if excess == 0 || kept.record.is_pending() {
                return false;
            }
            excess -= 1;
            kept.listed -= 1;
            if kept.listed == 0
                && let Some(kept) = events.remove(seq)
            {
                forgotten.push(kept.record);
            }
            true
        };
        // The oldest one, mostly, and that is it.
        while self.seqs.first().is_some_and(&mut goes) {
            self.seqs.pop();
        }
        if self.seqs.len() > limit {
            self.seqs.retain(|seq| !goes(seq));
        }
        self.tolerated = if excess == 0 {
            limit
        } else {
            self.seqs.len() * 2
        };
        self.seqs.is_empty()
    }
}

/// Events to be dropped. Where there is one per event received, it costs no allocation.
#[derive(Default)]
pub(super) struct Forgotten {
    first: Option<Arc<Record>>,
    others: Vec<Arc<Record>>,
}

impl Forgotten {
    fn push(&mut self, record: Arc<Record>) {
        match &self.first {
            None => self.first = Some(record),
            Some(_) => self.others.push(record),
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.others.len()
    }
}

impl Log {
    pub(super) fn new(limits: RecentLimits) -> Self {
        Self {
            limits,
            last: 0,
            kept: Events::default(),
            index: Hashed::default(),
            tolerated: 0,
            next_pass: Instant::now(),
            forgotten: Forgotten::default(),
        }
    }

    pub(super) fn set_limits(&mut self, limits: RecentLimits) {
        self.limits = limits;
    }

    pub(super) fn mark(&self) -> Mark {
        Mark(self.last)
    }

    pub(super) fn push(&mut self, envelope: Envelope) -> Arc<Record> {
        self.last += 1;
        let seq = self.last;
        let record = Arc::new(Record::new(envelope, seq, Instant::now()));
        let kept = Kept {
            record: record.clone(),
            listed: record.envelope.topics().count(),
        };
        self.kept.push(kept);
        for topic in record.envelope.topics() {
            // Mostly it is there, and its key need not be copied.
            let list = match self.index.get_mut(&*topic) {
                Some(list) => list,
                None => self.index.entry(topic.clone().into_owned()).or_default(),
            };
            list.seqs.push(seq);
            let events = (&mut self.kept, &mut self.forgotten);
            if list.trim(self.limits.per_topic, false, events) {
                self.index.remove(&*topic);
            }
        }
        self.evict(record.at, false);
        record
    }

    /// The events of a topic after a mark, oldest first.
    pub(super) fn after(&self, topic: &Topic, mark: Mark) -> Vec<Arc<Record>> {
        let record = |seq| Some(self.kept.get(seq)?.record.clone());
        let fresh_enough =
            |record: &Arc<Record>| record.is_pending() || record.at.elapsed() <= self.limits.age;
        if topic.is_anywhere() {
            let since = self.kept.since(mark.0 + 1);
            return since
                .map(|kept| kept.record.clone())
                .filter(fresh_enough)
                .collect();
        }
        let Some(List { seqs, .. }) = self.index.get(topic) else {
            return Vec::new();
        };
        seqs.after(mark.0)
            .filter_map(record)
            .filter(fresh_enough)
            .collect()
    }

    /// Brings topics back to their limit whose events were kept until they were handled.
    pub(super) fn settle(&mut self, topics: impl IntoIterator<Item = Topic>) {
        for topic in topics {
            let Entry::Occupied(mut list) = self.index.entry(topic) else {
                continue;
            };
            let events = (&mut self.kept, &mut self.forgotten);
            if list.get_mut().trim(self.limits.per_topic, true, events) {
                list.remove();
            }
        }
        self.evict(Instant::now(), true);
    }

    /// Drops all but what is yet to be handled; whether that is all.
    pub(super) fn forget_handled(&mut self) -> bool {
        let is_pending = |kept: &Kept| kept.record.is_pending();
        if !self.kept.since(0).any(is_pending) {
            self.clear();
            return true;
        }
        let mut from = 0;
        while let Some(kept) = self.kept.first_since(from) {
            from = kept.record.seq + 1;
            if !is_pending(kept) {
                self.forget(from - 1);
            }
        }
        false
    }

    pub(super) fn clear(&mut self) {
        self.index.clear();
        let kept = std::mem::take(&mut self.kept);
        kept.into_records()
            .for_each(|record| self.forgotten.push(record));
    }

    /// What was dropped since the last time, to be dropped outside the lock.
    pub(super) fn take_forgotten(&mut self) -> Forgotten {
        std::mem::take(&mut self.forgotten)
    }

    /// Drops the oldest events of all until age and number of topics are within the limits.
    fn evict(&mut self, now: Instant, at_once: bool) {
        let limit = self.limits.topics;
        let many = self.index.len() > limit && self.index.len() > self.tolerated;
        if !(at_once || many || now >= self.next_pass) {
            return;
        }
        let mut from = 0;
        while let Some(kept) = self.kept.first_since(from) {
            let seq = kept.record.seq;
            let too_old = now.duration_since(kept.record.at) > self.limits.age;
            if !(too_old || self.index.len() > limit) {
                break;
            }
            from = seq + 1;
            if !kept.record.is_pending() {
                self.forget(seq);
            }
        }
        self.tolerated = if self.index.len() > limit {
            self.index.len() * 2
        } else {
            limit
        };
        // Waits look at the age themselves, so nothing hangs on the exact time of the next pass.
        self.next_pass = now + (self.limits.age / 16).clamp(PAUSE.start, PAUSE.end);
    }

    /// Drops an event from everywhere.
    fn forget(&mut self, seq: u64) {
        let Some(kept) = self.kept.remove(seq) else {
            return;
        };
        for topic in kept.record.envelope.topics() {
            let Some(list) = self.index.get_mut(&*topic) else {
                continue;
            };
            list.seqs.remove(seq);
            if list.seqs.is_empty() {
                self.index.remove(&topic);
            }
        }
        self.forgotten.push(kept.record);
    }
}

#[cfg(test)]
mod tests;
