//! How many deliveries may be under way at once, changed while they are.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

/// Turns, handed out in the order in which they were asked for.
pub(super) struct Turns {
    free: Semaphore,
    width: Mutex<Width>,
}

struct Width {
    wanted: usize,
    /// Turns that were taken when the width was lowered, and end with whoever has them.
    surplus: usize,
}

/// A turn, until it is dropped.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    permit: Option<SemaphorePermit<'a>>,
}

impl Turns {
    pub(super) fn new(width: usize) -> Self {
        let wanted = in_range(width);
        Self {
            free: Semaphore::new(wanted),
            width: Mutex::new(Width { wanted, surplus: 0 }),
        }
    }

    fn width(&self) -> MutexGuard<'_, Width> {
        self.width.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn take(&self) -> Turn<'_> {
        // Nobody closes the semaphore, so there is always a permit.
        let permit = self.free.acquire().await.ok();
        Turn {
            turns: self,
            permit,
        }
    }

    /// From now on so many at once; those under way beyond that go on to their end.
    pub(super) fn resize(&self, width: usize) {
        let wanted = in_range(width);
        let mut width = self.width();
        if wanted < width.wanted {
            let fewer = width.wanted - wanted;
            width.surplus += fewer - self.free.forget_permits(fewer);
        } else {
            let more = wanted - width.wanted;
            let kept = more.min(width.surplus);
            width.surplus -= kept;
            self.free.add_permits(more - kept);
        }
        width.wanted = wanted;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        // The lock is held until the permit is back: no change of the width may come in between.
        let mut width = self.turns.width();
        let Some(permit) = self.permit.take() else {
            return;
        };
        if width.surplus > 0 {
            width.surplus -= 1;
            permit.forget();
        }
    }
}

fn in_range(width: usize) -> usize {
    width.clamp(1, Semaphore::MAX_PERMITS)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    fn free(turns: &Turns) -> usize {
        let taken: Vec<_> = std::iter::from_fn(|| turns.take().now_or_never()).collect();
        taken.len()
    }

    #[test]
    fn fewer_turns_count_once_those_taken_have_ended() {
        let turns = Turns::new(3);
        let mut taken: Vec<_> = std::iter::from_fn(|| turns.take().now_or_never()).collect();
        assert_eq!(taken.len(), 3);
        turns.resize(1);
        taken.truncate(1);
        assert_eq!(free(&turns), 0);
        taken.clear();
        assert_eq!(free(&turns), 1);
    }

    #[test]
    fn more_turns_count_at_once_and_those_to_end_are_kept_first() {
        let turns = Turns::new(2);
        let taken: Vec<_> = std::iter::from_fn(|| turns.take().now_or_never()).collect();
        turns.resize(1);
        turns.resize(4);
        assert_eq!(free(&turns), 2);
        drop(taken);
        assert_eq!(free(&turns), 4);
        turns.resize(0);
        assert_eq!(free(&turns), 1);
    }
}
