use std::{
    collections::{HashSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// The keys of the last events that were handled with success, oldest first, so many at most.
///
/// For services that may send an event again: look before it is handled, remember after it
/// succeeded, and what failed is tried again, and only that. It ends with the process and is not
/// shared with others. Clones are the same memory.
///
/// ```
/// # use wazzup_endpoint::Seen;
/// let seen = Seen::new(1000);
/// assert!(!seen.contains("message-1"));
/// seen.remember("message-1");
/// assert!(seen.contains("message-1"));
/// ```
#[derive(Clone)]
pub struct Seen(Arc<Memory>);

struct Memory {
    capacity: usize,
    keys: Mutex<Keys>,
}

#[derive(Default)]
struct Keys {
    known: HashSet<Arc<str>>,
    order: VecDeque<Arc<str>>,
}

impl Seen {
    /// A memory of so many keys, about 100 bytes each.
    pub fn new(capacity: usize) -> Self {
        Self(Arc::new(Memory {
            capacity,
            keys: Mutex::default(),
        }))
    }

    /// Whether this key was remembered, and not forgotten since.
    pub fn contains(&self, key: &str) -> bool {
        self.0
            .keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .known
            .contains(key)
    }

    /// Remembers this key, and forgets the oldest one if there are too many.
    pub fn remember(&self, key: impl Into<Arc<str>>) {
        let key = key.into();
        let mut keys = self.0.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if !keys.known.insert(Arc::clone(&key)) {
            return;
        }
        keys.order.push_back(key);
        if keys.order.len() > self.0.capacity
            && let Some(oldest) = keys.order.pop_front()
        {
            keys.known.remove(&oldest);
        }
    }
}

// Keys are ids of messages, and may be more than that.
impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen")
            .field("capacity", &self.0.capacity)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_key_is_forgotten_beyond_the_capacity() {
        let seen = Seen::new(2);
        for key in ["a", "b", "b", "c"] {
            seen.remember(key);
        }
        assert_eq!(
            ["a", "b", "c"].map(|key| seen.contains(key)),
            [false, true, true]
        );
    }
}
