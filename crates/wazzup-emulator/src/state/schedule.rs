//! What will happen, and when.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::world::Parcel;
use crate::whatsapp;

/// A stage of an outgoing message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Echo,
    Sent,
    Delivered,
    Read,
}

/// Something that happens at a moment.
#[derive(Debug)]
pub(crate) enum Step {
    /// A message reaches its next stage.
    Message {
        account: u64,
        message: String,
        stage: Stage,
    },
    /// A channel has started.
    ChannelReady { account: u64, channel: String },
    /// What was gathered for one delivery goes out.
    Flush { account: u64 },
    /// Something of WhatsApp.
    WhatsApp(whatsapp::Step),
    /// A delivery leaves, for the first time or again.
    Deliver(Box<Parcel>),
}

/// Steps by moment; those of one moment in the order in which they were planned.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    planned: u64,
    heap: BinaryHeap<Reverse<Entry>>,
}

#[derive(Debug)]
struct Entry {
    at: i64,
    order: u64,
    step: Step,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

impl Schedule {
    pub(crate) fn plan(&mut self, at: i64, step: Step) {
        self.planned += 1;
        let order = self.planned;
        self.heap.push(Reverse(Entry { at, order, step }));
    }

    /// The moment of the next step.
    pub(crate) fn next(&self) -> Option<i64> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }

    /// The next step that is due at `now`, with its moment.
    pub(crate) fn due(&mut self, now: i64) -> Option<(i64, Step)> {
        if self.next()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.at, entry.step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_come_by_moment_and_then_in_the_order_planned() {
        let mut schedule = Schedule::default();
        for (at, account) in [(5, 1), (3, 2), (5, 3)] {
            schedule.plan(at, Step::Flush { account });
        }
        let mut seen = Vec::new();
        while let Some((_, Step::Flush { account })) = schedule.due(5) {
            seen.push(account);
        }
        assert_eq!(seen, [2, 1, 3]);
        assert!(schedule.next().is_none());
    }
}
