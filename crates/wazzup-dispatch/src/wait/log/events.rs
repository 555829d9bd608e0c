use std::{collections::VecDeque, sync::Arc};

use crate::wait::record::Record;

/// An event as the log keeps it.
pub(super) struct Kept {
    pub(super) record: Arc<Record>,
    /// In how many topics' lists it still is.
    pub(super) listed: usize,
}

/// The events kept, by number.
///
/// Numbers only ever grow, so they stand in a row. Most are dropped in the order they came; one
/// dropped before its turn leaves a gap, and gaps are closed once they are half of the row.
#[derive(Default)]
pub(super) struct Events {
    row: VecDeque<(u64, Option<Kept>)>,
    gaps: usize,
}

impl Events {
    /// Adds one, with a greater number than all before it.
    pub(super) fn push(&mut self, kept: Kept) {
        self.row.push_back((kept.record.seq, Some(kept)));
    }

    pub(super) fn get(&self, seq: u64) -> Option<&Kept> {
        self.row.get(self.place(seq)?)?.1.as_ref()
    }

    pub(super) fn get_mut(&mut self, seq: u64) -> Option<&mut Kept> {
        let at = self.place(seq)?;
        self.row.get_mut(at)?.1.as_mut()
    }

    pub(super) fn remove(&mut self, seq: u64) -> Option<Kept> {
        let at = self.place(seq)?;
        let kept = self.row.get_mut(at)?.1.take()?;
        self.gaps += 1;
        while let Some((_, None)) = self.row.front() {
            self.row.pop_front();
            self.gaps -= 1;
        }
        if self.gaps > self.row.len() / 2 {
            self.row.retain(|(_, kept)| kept.is_some());
            self.gaps = 0;
        }
        Some(kept)
    }

    /// Those from a number on, oldest first.
    pub(super) fn since(&self, seq: u64) -> impl Iterator<Item = &Kept> {
        let from = self.row.partition_point(|(own, _)| *own < seq);
        self.row.range(from..).filter_map(|(_, kept)| kept.as_ref())
    }

    pub(super) fn first_since(&self, seq: u64) -> Option<&Kept> {
        self.since(seq).next()
    }

    pub(super) fn into_records(self) -> impl Iterator<Item = Arc<Record>> {
        self.row
            .into_iter()
            .filter_map(|(_, kept)| Some(kept?.record))
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.row.len() - self.gaps
    }

    fn place(&self, seq: u64) -> Option<usize> {
        // Without gaps closed up, it stands as far from the first as the numbers say.
        let first = self.row.front()?.0;
        let guess = usize::try_from(seq.checked_sub(first)?).ok()?;
        if self.row.get(guess).is_some_and(|(own, _)| *own == seq) {
            return Some(guess);
        }
        self.row.binary_search_by_key(&seq, |(own, _)| *own).ok()
    }
}
