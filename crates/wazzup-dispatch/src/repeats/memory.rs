use std::{
    collections::{VecDeque, hash_map::Entry},
    fmt,
    hash::{BuildHasher, RandomState},
    sync::{Arc, Mutex, MutexGuard},
};

use tokio::sync::oneshot;

use super::Sieve;
use crate::{hashed::Hashed, sync::lock};

/// The last events that were handled with success, so many at most, and those being handled: for
/// providers that may deliver an event again.
///
/// An event is remembered once all its handlers succeeded, so what failed is tried again, and only
/// that. A repetition may come while the first try is on, since the sender gives up on slow
/// answers: it is not left out then, as the first try may yet fail, nor handled beside it, but
/// waits for its end.
///
/// It ends with the process and is not shared with others. Clones are the same memory, about 100
/// bytes per event.
///
/// ```
/// # use wazzup_dispatch::{Envelope, Event, Repeats, Router};
/// # #[derive(Clone)] struct Written { id: &'static str }
/// # impl Event for Written { const NAME: &'static str = "written"; }
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let router = Router::new().on(async |_: Written| ());
/// let repeats = Repeats::new(1000);
///
/// for (handled, left_out) in [(1, 0), (0, 1)] {
///     let mut sieve = repeats.sieve(1);
///     let event = Written { id: "message-1" };
///     sieve.push(Some(event.id), || Envelope::new(event.clone()));
///     let (report, repeated) = sieve.dispatch(&router).await;
///     assert_eq!((report.events().len(), repeated), (handled, left_out));
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Repeats(Arc<Memory>);

struct Memory {
    capacity: usize,
    hashers: [RandomState; 2],
    table: Mutex<Table>,
}

/// What an event is known by. A hash of 128 bits instead of the text itself, which nobody outside
/// can aim at: as good as the text, and what is remembered stands side by side.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key(u128);

/// What is being handled stands in one table with what was: every event pays for looking it up.
#[derive(Default)]
struct Table {
    events: Hashed<Key, State>,
    /// Those that were handled, oldest first.
    handled: VecDeque<Key>,
    /// Those who wait for the end of what is awaited.
    waiting: Hashed<Key, Vec<oneshot::Sender<()>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InProgress,
    /// In progress, and somebody waits for its end.
    Awaited,
    Handled,
}

/// What to do with an event.
pub(super) enum Claim {
    /// Handle it.
    New(Ticket),
    /// Leave it out.
    Handled,
    /// It is being handled. Ask again after this.
    InProgress(oneshot::Receiver<()>),
}

/// The right to handle an event. While it is there, nobody else gets one for the same event.
/// Dropped, it says that the event was not handled.
pub(super) struct Ticket {
    /// Taken out once it was handled.
    key: Option<Key>,
    repeats: Repeats,
}

impl Repeats {
    /// Remembers so many events.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self(Arc::new(Memory {
            capacity,
            hashers: [RandomState::new(), RandomState::new()],
            table: Mutex::default(),
        }))
    }

    /// Takes the events of one delivery, about so many.
    pub fn sieve(&self, events: usize) -> Sieve {
        Sieve::new(self, events)
    }

    /// The key of an event that has this one.
    pub(super) fn key(&self, key: &str) -> Key {
        let [high, low] = &self.0.hashers;
        Key(u128::from(high.hash_one(key)) << 64 | u128::from(low.hash_one(key)))
    }

    pub(super) fn claim(&self, key: Key) -> Claim {
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
        lock(&self.0.table)
    }
}

impl Ticket {
    /// It was handled with success.
    pub(super) fn handled(mut self) {
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

// Keys are ids of messages, and may be more than that.
impl fmt::Debug for Repeats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repeats")
            .field("capacity", &self.0.capacity)
            .finish_non_exhaustive()
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
    }
}
