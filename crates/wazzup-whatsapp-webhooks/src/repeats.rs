//! Deliveries that come again: what was handled is not handled twice.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sha2::{Digest, Sha256};
use tokio::sync::oneshot;

/// What was handled, and what is being handled.
///
/// A repetition may come while the first try is on, since the sender gives up on slow answers. It
/// is not left out then, as the first try may yet fail, nor handled beside it, but waits for its
/// end. That is why what is being handled stands in one table with what was: every event pays for
/// looking it up.
#[derive(Clone)]
pub(crate) struct Repeats(Arc<Memory>);

struct Memory {
    capacity: usize,
    hashers: [RandomState; 2],
    table: Mutex<Table>,
}

/// What an event is known by. A hash of 128 bits instead of the text itself, which nobody outside
/// can aim at: as good as the text, and what is remembered stands side by side.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u128);

#[derive(Default)]
struct Table {
    events: HashMap<Key, State, BuildHasherDefault<AsItIs>>,
    /// Those that were handled, oldest first.
    handled: VecDeque<Key>,
    /// Those who wait for the end of what is awaited.
    waiting: HashMap<Key, Vec<oneshot::Sender<()>>, BuildHasherDefault<AsItIs>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InProgress,
    /// In progress, and somebody waits for its end.
    Awaited,
    Handled,
}

/// For keys, which are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }
}

/// What to do with an event.
pub(crate) enum Claim {
    /// Handle it.
    New(Ticket),
    /// Leave it out.
    Handled,
    /// It is being handled. Ask again after this.
    InProgress(oneshot::Receiver<()>),
}

/// The right to handle an event. While it is there, nobody else gets one for the same event.
/// Dropped, it says that the event was not handled.
pub(crate) struct Ticket {
    /// Taken out once it was handled.
    key: Option<Key>,
    repeats: Repeats,
}

impl Repeats {
    /// Remembers so many events.
    pub(crate) fn new(capacity: usize) -> Self {
        Self(Arc::new(Memory {
            capacity,
            hashers: [RandomState::new(), RandomState::new()],
            table: Mutex::default(),
        }))
    }

    /// The key of an event that has this one.
    pub(crate) fn key(&self, key: &str) -> Key {
        let [high, low] = &self.0.hashers;
        Key(u128::from(high.hash_one(key)) << 64 | u128::from(low.hash_one(key)))
    }

    /// The key of a whole body: it has no id, so it is the bytes that count.
    pub(crate) fn key_of_body(body: &str) -> Key {
        let digest: [u8; 32] = Sha256::digest(body).into();
        Key(digest[..16]
            .iter()
            .fold(0, |key, byte| key << 8 | u128::from(*byte)))
    }

    pub(crate) fn claim(&self, key: Key) -> Claim {
        let table = &mut *self.table();
        match table.events.entry(key) {
            Entry::Vacant(place) => {
                place.insert(State::InProgress);
                Claim::New(Ticket {
                    key: Some(key),
                    repeats: self.clone(),
                })
            }
            Entry::Occupied(state) if *state.get() == State::Handled => Claim::Handled,
            Entry::Occupied(mut state) => {
                state.insert(State::Awaited);
                let (wake, woken) = oneshot::channel();
                table.waiting.entry(key).or_default().push(wake);
                Claim::InProgress(woken)
            }
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// It was handled with success.
    pub(crate) fn handled(mut self) {
        let Some(key) = self.key.take() else {
            return;
        };
        let waiting = {
            let table = &mut *self.repeats.table();
            let before = table.events.insert(key, State::Handled);
            table.handled.push_back(key);
            if table.handled.len() > self.repeats.0.capacity
                && let Some(oldest) = table.handled.pop_front()
            {
                table.events.remove(&oldest);
            }
            table.end(before, key)
        };
        // Outside of the lock: it wakes them.
        drop(waiting);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let Some(key) = self.key.take() else {
            return;
        };
        let waiting = {
            let table = &mut *self.repeats.table();
            let before = table.events.remove(&key);
            table.end(before, key)
        };
        drop(waiting);
    }
}

impl Table {
    /// Those who wait for the end of what was in this state.
    fn end(&mut self, before: Option<State>, key: Key) -> Option<Vec<oneshot::Sender<()>>> {
        match before {
            Some(State::Awaited) => self.waiting.remove(&key),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(repeats: &Repeats) -> Ticket {
        match repeats.claim(repeats.key("key")) {
            Claim::New(ticket) => ticket,
            _ => panic!("it should be new"),
        }
    }

    #[test]
    fn what_succeeded_is_left_out_and_what_failed_is_tried_again() {
        let repeats = Repeats::new(10);
        drop(claim(&repeats));
        claim(&repeats).handled();
        assert!(matches!(repeats.claim(repeats.key("key")), Claim::Handled));
        assert_eq!(repeats.table().events.len(), 1);
    }

    #[tokio::test]
    async fn a_repetition_waits_for_the_first_try_and_knows_then() {
        for succeeds in [true, false] {
            let repeats = Repeats::new(10);
            let first = claim(&repeats);
            let Claim::InProgress(mut end) = repeats.claim(repeats.key("key")) else {
                panic!("it is in progress")
            };
            assert!(
                end.try_recv()
                    .is_err_and(|error| error == oneshot::error::TryRecvError::Empty)
            );
            if succeeds {
                first.handled();
            } else {
                drop(first);
            }
            let _ = end.await;
            let again = repeats.claim(repeats.key("key"));
            assert_eq!(matches!(again, Claim::Handled), succeeds);
            assert_eq!(matches!(again, Claim::New(_)), !succeeds);
        }
    }

    #[test]
    fn the_oldest_is_forgotten_and_what_is_in_progress_is_not() {
        let repeats = Repeats::new(2);
        let held = claim(&repeats);
        for name in ["a", "b", "c"] {
            match repeats.claim(repeats.key(name)) {
                Claim::New(ticket) => ticket.handled(),
                _ => panic!("it should be new"),
            }
        }
        let handled =
            ["a", "b", "c"].map(|name| matches!(repeats.claim(repeats.key(name)), Claim::Handled));
        assert_eq!(handled, [false, true, true]);
        assert!(matches!(
            repeats.claim(repeats.key("key")),
            Claim::InProgress(_)
        ));
        drop(held);
        let table = repeats.table();
        assert_eq!(
            (table.events.len(), table.handled.len(), table.waiting.len()),
            (2, 2, 0)
        );
    }

    #[test]
    fn keys_differ_where_texts_do() {
        let repeats = Repeats::new(10);
        assert!(repeats.key("a") == repeats.key("a"));
        assert!(repeats.key("a") != repeats.key("b"));
        assert!(repeats.key("a") != Repeats::new(10).key("a"));
        assert!(Repeats::key_of_body("{}") == Repeats::key_of_body("{}"));
        assert!(Repeats::key_of_body("{}") != Repeats::key_of_body("{ }"));
    }
}
