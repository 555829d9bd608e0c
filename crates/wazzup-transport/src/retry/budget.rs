//! How many repeats all calls together may make.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A budget of repeats: each call pays in a part of one, each repeat takes out a whole one.
///
/// When a server fails for everyone, repeats add only this part to the load and not a multiple of
/// it. Clones share the budget.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    // In hundredths of a repeat.
    balance: AtomicU64,
    most: u64,
    per_call: u64,
}

impl Budget {
    /// Repeats for this many per cent of the calls, and a reserve of this many repeats which is full
    /// at the start and is all that can be saved up.
    #[must_use]
    pub fn new(percent: u32, reserve: u32) -> Self {
        let most = u64::from(reserve) * REPEAT;
        Self(Arc::new(Shared {
            balance: AtomicU64::new(most),
            most,
            per_call: u64::from(percent),
        }))
    }

    /// How many repeats are left.
    #[must_use]
    pub fn left(&self) -> u32 {
        u32::try_from(self.0.balance.load(Ordering::Relaxed) / REPEAT).unwrap_or(u32::MAX)
    }

    /// A call was made.
    pub fn deposit(&self) {
        let shared = &*self.0;
        // Nearly always full, and then there is nothing to write to memory that all cores share.
        let mut balance = shared.balance.load(Ordering::Relaxed);
        while balance < shared.most {
            let more = (balance + shared.per_call).min(shared.most);
            match shared.balance.compare_exchange_weak(
                balance,
                more,
                Ordering::Relaxed,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(now) => balance = now,
            }
        }
    }

    /// Takes out a repeat, if there is one.
    #[must_use]
    pub fn withdraw(&self) -> bool {
        self.0
            .balance
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |balance| {
                balance.checked_sub(REPEAT)
            })
            .is_ok()
    }
}

/// A fifth of the calls, and 20 in reserve.
impl Default for Budget {
    fn default() -> Self {
        Self::new(20, 20)
    }
}

/// One repeat, in the units of the balance.
const REPEAT: u64 = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_the_calls_may_be_repeated() {
        let budget = Budget::new(20, 2);
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
        let mut repeats = 0;
        for _ in 0..100 {
            budget.deposit();
            repeats += u32::from(budget.withdraw());
        }
        assert_eq!(repeats, 20);
    }

    #[test]
    fn no_more_than_the_reserve_is_saved_up() {
        let budget = Budget::new(20, 3);
        for _ in 0..1000 {
            budget.deposit();
        }
        assert_eq!(budget.left(), 3);
    }
}
