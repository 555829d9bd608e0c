use std::collections::VecDeque;

/// Numbers in growing order, from whose front they are taken. One, the common case, costs no
/// allocation.
#[derive(Default)]
pub(super) struct Seqs {
    /// None if there are no others either.
    first: Option<u64>,
    others: VecDeque<u64>,
}

impl Seqs {
    pub(super) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.others.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.first
    }

    /// Adds one that is greater than all before it.
    pub(super) fn push(&mut self, seq: u64) {
        match self.first {
            None => self.first = Some(seq),
            Some(_) => self.others.push_back(seq),
        }
    }

    pub(super) fn pop(&mut self) -> Option<u64> {
        let first = self.first.take()?;
        self.first = self.others.pop_front();
        Some(first)
    }

    pub(super) fn remove(&mut self, seq: u64) {
        if self.first == Some(seq) {
            self.pop();
        } else if let Ok(at) = self.others.binary_search(&seq) {
            self.others.remove(at);
        }
    }

    pub(super) fn retain(&mut self, mut keep: impl FnMut(u64) -> bool) {
        let first = self.first.take().filter(|seq| keep(*seq));
        self.others.retain(|seq| keep(*seq));
        self.first = first.or_else(|| self.others.pop_front());
    }

    /// Those greater than this one.
    pub(super) fn after(&self, seq: u64) -> impl Iterator<Item = u64> {
        let first = self.first.filter(|first| *first > seq);
        let from = self.others.partition_point(|other| *other <= seq);
        first.into_iter().chain(self.others.range(from..).copied())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Push,
        Pop,
        Remove(u64),
        KeepMultiplesOf(u64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => Just(Step::Push),
            1 => Just(Step::Pop),
            1 => (0..20_u64).prop_map(Step::Remove),
            1 => (1..4_u64).prop_map(Step::KeepMultiplesOf),
        ]
    }

    proptest! {
        #[test]
        fn it_is_a_sorted_list(steps in prop::collection::vec(step(), 0..20), after in 0..20_u64) {
            let (mut seqs, mut plain) = (Seqs::default(), Vec::new());
            for (at, step) in (1..).zip(steps) {
                match step {
                    Step::Push => {
                        seqs.push(at);
                        plain.push(at);
                    }
                    Step::Pop => {
                        let first = (!plain.is_empty()).then(|| plain.remove(0));
                        prop_assert_eq!(seqs.pop(), first);
                    }
                    Step::Remove(seq) => {
                        seqs.remove(seq);
                        plain.retain(|other| *other != seq);
                    }
                    Step::KeepMultiplesOf(number) => {
                        seqs.retain(|seq| seq % number == 0);
                        plain.retain(|seq| seq % number == 0);
                    }
                }
                prop_assert_eq!((seqs.len(), seqs.is_empty()), (plain.len(), plain.is_empty()));
                prop_assert_eq!(seqs.first(), plain.first().copied());
                let newer: Vec<_> = plain.iter().copied().filter(|seq| *seq > after).collect();
                prop_assert_eq!(seqs.after(after).collect::<Vec<_>>(), newer);
            }
        }
    }
}
