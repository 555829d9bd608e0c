use std::collections::HashSet;

use wazzup_types::page::BULK_MAX;

/// An entity of a bulk call and its place in what the caller gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot<T> {
    pub(crate) index: usize,
    pub(crate) value: T,
}

/// What a bulk call will send: one chunk per request.
#[derive(Debug)]
pub(crate) struct Plan<T> {
    pub(crate) chunks: Vec<Vec<Slot<T>>>,
    /// How many entities were left out because the same id comes again later.
    pub(crate) duplicates: usize,
}

impl<T> Plan<T> {
    /// Keeps the last entity of each id, in the order given, and cuts the rest into chunks of
    /// at most [`BULK_MAX`].
    ///
    /// Two entities of one id inside a request make the service answer 500, which is why
    /// they are dropped here.
    pub(crate) fn new(items: Vec<T>, id: impl Fn(&T) -> &str) -> Self {
        let given = items.len();
        let mut seen = HashSet::with_capacity(given);
        let mut keep: Vec<bool> = items
            .iter()
            .rev()
            .map(|item| seen.insert(id(item)))
            .collect();
        keep.reverse();

        let mut chunks: Vec<Vec<Slot<T>>> = Vec::with_capacity(given.div_ceil(BULK_MAX));
        let mut kept = 0;
        for (index, value) in items
            .into_iter()
            .enumerate()
            .filter(|(index, _)| keep[*index])
        {
            if kept % BULK_MAX == 0 {
                chunks.push(Vec::with_capacity(BULK_MAX.min(given - index)));
            }
            if let Some(chunk) = chunks.last_mut() {
                chunk.push(Slot { index, value });
            }
            kept += 1;
        }
        Self {
            chunks,
            duplicates: given - kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plan(ids: &[&str]) -> Plan<(String, usize)> {
        let items = ids
            .iter()
            .enumerate()
            .map(|(at, id)| ((*id).to_owned(), at))
            .collect();
        Plan::new(items, |(id, _)| id)
    }

    #[test]
    fn the_last_of_equal_ids_is_sent() {
        let plan = plan(&["a", "b", "a", "c"]);

        let sent: Vec<usize> = plan.chunks[0].iter().map(|slot| slot.value.1).collect();
        assert_eq!(sent, [1, 2, 3]);
        assert_eq!(plan.duplicates, 1);
    }

    #[test]
    fn nothing_makes_no_request() {
        assert!(plan(&[]).chunks.is_empty());
    }

    proptest! {
        #[test]
        fn chunks_hold_each_id_once_in_order_and_nothing_is_lost(
            ids in prop::collection::vec(0_u16..300, 0..700),
        ) {
            let items: Vec<(String, usize)> =
                ids.iter().enumerate().map(|(at, id)| (id.to_string(), at)).collect();
            let plan = Plan::new(items.clone(), |(id, _)| id);

            let slots: Vec<&Slot<_>> = plan.chunks.iter().flatten().collect();
            prop_assert_eq!(slots.len() + plan.duplicates, items.len());
            prop_assert!(slots.windows(2).all(|pair| pair[0].index < pair[1].index));
            for slot in &slots {
                prop_assert_eq!(&slot.value, &items[slot.index]);
                let later = items[slot.index + 1..].iter().any(|(id, _)| *id == slot.value.0);
                prop_assert!(!later, "the kept one is the last of its id");
            }
            let distinct: HashSet<&str> = items.iter().map(|(id, _)| id.as_str()).collect();
            prop_assert_eq!(distinct.len(), slots.len());

            let full = plan.chunks.len().saturating_sub(1);
            prop_assert!(plan.chunks[..full].iter().all(|chunk| chunk.len() == BULK_MAX));
            prop_assert!(plan.chunks.iter().all(|chunk| !chunk.is_empty()));
        }
    }
}
