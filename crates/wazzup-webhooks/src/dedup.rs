use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

/// The keys of the last events that were handled with success, oldest first, so many at most.
#[derive(Debug)]
pub(crate) struct Seen {
    capacity: usize,
    keys: Mutex<Keys>,
}

#[derive(Debug, Default)]
struct Keys {
    known: HashSet<Arc<str>>,
    order: VecDeque<Arc<str>>,
}

impl Seen {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            keys: Mutex::default(),
        }
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .known
            .contains(key)
    }

    pub(crate) fn remember(&self, key: String) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let key: Arc<str> = key.into();
        if !keys.known.insert(Arc::clone(&key)) {
            return;
        }
        keys.order.push_back(key);
        if keys.order.len() > self.capacity
            && let Some(oldest) = keys.order.pop_front()
        {
            keys.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_key_is_forgotten_beyond_the_capacity() {
        let seen = Seen::new(2);
        for key in ["a", "b", "b", "c"] {
            seen.remember(key.into());
        }
        assert_eq!(
            ["a", "b", "c"].map(|key| seen.contains(key)),
            [false, true, true]
        );
    }
}
