use std::{collections::hash_map::Entry, iter::successors};

use crate::{hashed::Hashed, wait::Received};

/// The places of a delivery's events, grouped by what keeps them in order.
pub(super) struct Lanes {
    /// Where each lane begins.
    firsts: Vec<usize>,
    /// For each event, the place of the next one in its lane.
    next: Vec<Option<usize>>,
}

impl Lanes {
    pub(super) fn of(received: &[Received]) -> Self {
        let mut firsts = Vec::with_capacity(received.len());
        let mut next = vec![None; received.len()];
        let mut lasts = Hashed::with_capacity_and_hasher(received.len(), Default::default());
        for (at, event) in received.iter().enumerate() {
            match lasts.entry(event.envelope().lane()) {
                Entry::Vacant(last) => {
                    firsts.push(at);
                    last.insert(at);
                }
                Entry::Occupied(mut last) => next[last.insert(at)] = Some(at),
            }
        }
        Self { firsts, next }
    }

    /// Where the lanes begin, in the order their first events came.
    pub(super) fn firsts(&self) -> impl Iterator<Item = usize> {
        self.firsts.iter().copied()
    }

    /// The lane that begins there.
    pub(super) fn from(&self, first: usize) -> impl Iterator<Item = usize> {
        successors(Some(first), |at| self.next[*at])
    }
}
