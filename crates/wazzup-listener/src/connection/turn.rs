//! A connection's turn: what its task does in one go.
//!
//! When the body of a request is taken from hyper, it wakes the connection's task to read on, even
//! if that was all of the body. Such a wake-up is put off until the turn ends: mostly the answer is
//! complete by then, as handlers are quick, and another turn would find nothing to do. That spares
//! half of all turns.

use std::{
    cell::Cell,
    ptr,
    sync::{Arc, Weak},
    task::{Wake, Waker},
};

use super::Watch;

/// What this thread is at.
#[derive(Clone, Copy)]
struct Turn {
    /// Whose turn it is.
    watch: *const Watch,
    /// Whether its body is being taken.
    taking: bool,
    /// Whether somebody woke it meanwhile.
    put_off: bool,
}

thread_local! {
    static TURN: Cell<Turn> = const {
        Cell::new(Turn { watch: ptr::null(), taking: false, put_off: false })
    };
}

/// Does something to the thread's turn when dropped, even if that is by a panic.
struct Finally<F: FnMut()>(F);

impl<F: FnMut()> Drop for Finally<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl Watch {
    /// Runs a turn of the connection.
    pub(super) fn turn<T>(&self, turn: impl FnOnce() -> T) -> T {
        let before = TURN.replace(Turn {
            watch: self,
            taking: false,
            put_off: false,
        });
        let restored = Finally(|| TURN.set(before));
        let result = turn();
        let put_off = TURN.get().put_off;
        drop(restored);
        // Whatever hyper could read on for, it has looked for once an answer is complete.
        if put_off && self.is_busy() {
            self.wake_task();
        }
        result
    }

    /// Takes something of the present request's body from hyper; `take` also tells whether nothing
    /// comes after it.
    pub(crate) fn take<T>(&self, take: impl FnOnce() -> (T, bool)) -> (T, bool) {
        let turn = TURN.get();
        if turn.watch != ptr::from_ref(self) {
            return take();
        }
        TURN.set(Turn {
            taking: true,
            ..turn
        });
        let taking = Finally(|| {
            TURN.set(Turn {
                taking: false,
                ..TURN.get()
            });
        });
        let (taken, is_last) = take();
        drop(taking);
        let now = TURN.get();
        // There is more, for which hyper has to be given its turn.
        if now.put_off && !is_last {
            TURN.set(Turn {
                put_off: false,
                ..now
            });
            self.wake_task();
        }
        (taken, is_last)
    }
}

/// What hyper and the service wake the connection by.
struct TaskWaker {
    /// Weak, since the watch keeps wakers, this one among them.
    watch: Weak<Watch>,
    task: Waker,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let turn = TURN.get();
        // Only who takes a body wakes from there, and on this thread.
        if turn.taking && turn.watch == self.watch.as_ptr() {
            TURN.set(Turn {
                put_off: true,
                ..turn
            });
        } else {
            self.task.wake_by_ref();
        }
    }
}

/// Wakes the connection of this watch by waking its task, unless that can wait.
pub(super) fn waker(watch: &Arc<Watch>, task: &Waker) -> Waker {
    Waker::from(Arc::new(TaskWaker {
        watch: Arc::downgrade(watch),
        task: task.clone(),
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Relaxed);
        }
    }

    /// A watch in the middle of a request, what wakes its connection, and how often its task was
    /// woken.
    fn watch() -> (Arc<Watch>, Waker, Arc<Count>) {
        let (watch, count) = (Watch::new(), Arc::new(Count::default()));
        let task = Waker::from(Arc::clone(&count));
        watch.attend(&task);
        watch.asked();
        let waker = waker(&watch, &task);
        (watch, waker, count)
    }

    #[tokio::test]
    async fn who_takes_the_last_of_a_body_wakes_nobody_if_the_answer_is_complete_in_that_turn() {
        let (watch, waker, woken) = watch();
        watch.turn(|| {
            watch.take(|| (waker.wake_by_ref(), true));
            watch.answered();
        });
        assert_eq!(woken.0.load(Relaxed), 0);
    }

    #[tokio::test]
    async fn the_task_is_woken_after_a_turn_that_leaves_the_answer_open() {
        let (watch, waker, woken) = watch();
        watch.turn(|| watch.take(|| (waker.wake_by_ref(), true)));
        assert_eq!(woken.0.load(Relaxed), 1);
        // Once, and not again after the next one.
        watch.turn(|| {});
        assert_eq!(woken.0.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn the_task_is_woken_at_once_if_more_of_the_body_is_to_come() {
        let (watch, waker, woken) = watch();
        watch.turn(|| {
            watch.take(|| (waker.wake_by_ref(), false));
            assert_eq!(woken.0.load(Relaxed), 1);
            watch.answered();
        });
        assert_eq!(woken.0.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn every_other_wake_up_comes_through() {
        let (watch, waker, woken) = watch();
        let (other, other_waker, other_woken) = self::watch();
        watch.turn(|| {
            waker.wake_by_ref();
            watch.take(|| (other_waker.wake_by_ref(), true));
            std::thread::scope(|scope| {
                scope.spawn(|| waker.wake_by_ref());
            });
            other.take(|| (other_waker.wake_by_ref(), true));
            watch.answered();
        });
        assert_eq!(woken.0.load(Relaxed), 2);
        assert_eq!(other_woken.0.load(Relaxed), 2);
    }

    #[tokio::test]
    async fn a_turn_that_panics_leaves_nothing_behind() {
        let (watch, waker, woken) = watch();
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            watch.turn(|| watch.take(|| -> ((), bool) { panic!("on purpose") }));
        }));
        assert!(panicked.is_err());
        waker.wake_by_ref();
        assert_eq!(woken.0.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn a_connection_that_waited_for_a_body_is_freed() {
        let (watch, waker, _) = watch();
        watch.body_waits(&waker);
        let freed = Arc::downgrade(&watch);
        drop((watch, waker));
        assert!(freed.upgrade().is_none());
    }
}
