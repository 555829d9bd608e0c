//! Things by id, bounded.

use std::collections::{HashMap, VecDeque};

/// Things by id, oldest forgotten first.
#[derive(Debug)]
pub(crate) struct Store<T> {
    by_id: HashMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        Self {
            by_id: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<T> Store<T> {
    /// Adds a thing whose id is not taken; forgets the oldest when there are more than `limit`.
    pub(crate) fn add(&mut self, id: String, thing: T, limit: usize) {
        self.order.push_back(id.clone());
        self.by_id.insert(id, thing);
        while self.order.len() > limit {
            if let Some(oldest) = self.order.pop_front() {
                self.by_id.remove(&oldest);
            }
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.by_id.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_id.get_mut(id)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.order.iter().filter_map(|id| self.by_id.get(id))
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.by_id.retain(|_, thing| keep(thing));
        self.order.retain(|id| self.by_id.contains_key(id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first() {
        let mut store = Store::default();
        for (id, thing) in [("a", 1), ("b", 2), ("c", 3)] {
            store.add(id.to_owned(), thing, 2);
        }
        assert_eq!(store.iter().copied().collect::<Vec<_>>(), [2, 3]);
        assert!(store.get("a").is_none());
        store.retain(|thing| *thing > 2);
        assert_eq!(store.iter().copied().collect::<Vec<_>>(), [3]);
    }
}
