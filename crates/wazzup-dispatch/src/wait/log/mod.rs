use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    envelope::Envelope,
    key::Topic,
    wait::{Mark, record::Record},
};

/// How many recent events a router keeps, for waits that [look back](crate::Listen::since).
///
/// What it keeps is bounded by the product of the first two. An event keeps what it refers to
/// alive, often the body of its whole delivery. Events whose handlers have yet to start are kept
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

    /// Sets how long to keep them. They are dropped when the next event comes after that.
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
pub(super) struct Log {
    limits: RecentLimits,
    last: u64,
    kept: BTreeMap<u64, Kept>,
    index: HashMap<Topic, VecDeque<u64>>,
    /// Dropped by the caller once it has left the lock: an event's `Drop` is the user's code.
    forgotten: Vec<Arc<Record>>,
}

struct Kept {
    record: Arc<Record>,
    topics: Box<[Topic]>,
    /// In how many topics' lists it still is.
    listed: usize,
}

impl Log {
    pub(super) fn new(limits: RecentLimits) -> Self {
        Self {
            limits,
            last: 0,
            kept: BTreeMap::new(),
            index: HashMap::new(),
            forgotten: Vec::new(),
        }
    }

    pub(super) fn set_limits(&mut self, limits: RecentLimits) {
        self.limits = limits;
    }

    pub(super) fn mark(&self) -> Mark {
        Mark(self.last)
    }

    pub(super) fn push(&mut self, envelope: Envelope, topics: Box<[Topic]>) -> Arc<Record> {
        self.last += 1;
        let seq = self.last;
        let record = Arc::new(Record::new(envelope, seq, Instant::now()));
        for topic in &topics {
            match self.index.get_mut(topic) {
                Some(list) => list.push_back(seq),
                None => drop(self.index.insert(topic.clone(), VecDeque::from([seq]))),
            }
            self.trim(topic);
        }
        let listed = topics.len();
        self.kept.insert(
            seq,
            Kept {
                record: record.clone(),
                topics,
                listed,
            },
        );
        self.evict(record.at);
        record
    }

    /// The events of a topic after a mark, oldest first.
    pub(super) fn after(&self, topic: &Topic, mark: Mark) -> Vec<Arc<Record>> {
        let record = |seq: &u64| Some(self.kept.get(seq)?.record.clone());
        let fresh_enough =
            |record: &Arc<Record>| record.is_pending() || record.at.elapsed() <= self.limits.age;
        let newer = mark.0 + 1..;
        if topic.is_anywhere() {
            let range = self.kept.range(newer).map(|(_, kept)| kept.record.clone());
            return range.filter(fresh_enough).collect();
        }
        let Some(list) = self.index.get(topic) else {
            return Vec::new();
        };
        let from = list.partition_point(|seq| !newer.contains(seq));
        list.range(from..)
            .filter_map(record)
            .filter(fresh_enough)
            .collect()
    }

    /// Brings topics back to their limit whose events were kept until they were handled.
    pub(super) fn settle<'a>(&mut self, topics: impl IntoIterator<Item = &'a Topic>) {
        for topic in topics {
            self.trim(topic);
        }
        self.evict(Instant::now());
    }

    pub(super) fn clear(&mut self) {
        self.index.clear();
        let kept = std::mem::take(&mut self.kept);
        self.forgotten
            .extend(kept.into_values().map(|kept| kept.record));
    }

    /// What was dropped since the last time, to be dropped outside the lock.
    pub(super) fn take_forgotten(&mut self) -> Vec<Arc<Record>> {
        std::mem::take(&mut self.forgotten)
    }

    /// Drops the oldest events of a topic beyond the limit.
    fn trim(&mut self, topic: &Topic) {
        let Some(list) = self.index.get_mut(topic) else {
            return;
        };
        while list.len() > self.limits.per_topic {
            let Some(&seq) = list.front() else { break };
            let Some(kept) = self.kept.get_mut(&seq) else {
                break;
            };
            if kept.record.is_pending() {
                break;
            }
            list.pop_front();
            kept.listed -= 1;
            if kept.listed == 0 {
                self.forgotten
                    .extend(self.kept.remove(&seq).map(|kept| kept.record));
            }
        }
        if list.is_empty() {
            self.index.remove(topic);
        }
    }

    /// Drops the oldest events of all until age and number of topics are within the limits.
    fn evict(&mut self, now: Instant) {
        while let Some(oldest) = self.kept.first_entry() {
            let record = &oldest.get().record;
            let too_old = now.duration_since(record.at) > self.limits.age;
            if record.is_pending() || !(too_old || self.index.len() > self.limits.topics) {
                return;
            }
            let (seq, kept) = oldest.remove_entry();
            for topic in &kept.topics {
                let Some(list) = self.index.get_mut(topic) else {
                    continue;
                };
                if list.front() == Some(&seq) {
                    list.pop_front();
                }
                if list.is_empty() {
                    self.index.remove(topic);
                }
            }
            self.forgotten.push(kept.record);
        }
    }
}

#[cfg(test)]
mod tests;
