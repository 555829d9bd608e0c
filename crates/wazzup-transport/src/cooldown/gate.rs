//! The instants until which nobody passes, shared by all clones.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::time::Instant;

use crate::rate_limit::Scope;

/// A gate for each scope. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Gates(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    origin: Instant,
    // When the last gate opens, in nanoseconds since the origin. Nearly always gone by, and then
    // nothing else is looked at.
    latest: AtomicU64,
    shut: RwLock<HashMap<Scope, u64>>,
    // Once there are so many gates, those that are open again are thrown out.
    sweep_at: AtomicUsize,
}

impl Gates {
    pub(super) fn new() -> Self {
        Self(Arc::new(Shared {
            origin: Instant::now(),
            latest: AtomicU64::new(0),
            shut: RwLock::default(),
            sweep_at: AtomicUsize::new(SWEEP_AT),
        }))
    }

    /// Whether any gate is shut.
    #[inline]
    pub(super) fn is_any_shut(&self) -> bool {
        let latest = self.0.latest.load(Ordering::Acquire);
        latest != 0 && latest > self.now()
    }

    /// How long the gate of this scope stays shut, if it is.
    pub(super) fn shut_for(&self, scope: Scope) -> Option<Duration> {
        let now = self.now();
        let shut = self.0.shut.read().unwrap_or_else(PoisonError::into_inner);
        let until = *shut.get(&scope)?;
        (until > now).then(|| Duration::from_nanos(until - now))
    }

    /// Shuts the gate of this scope for this long, if it is not shut for longer.
    pub(super) fn shut(&self, scope: Scope, pause: Duration) {
        if pause.is_zero() {
            return;
        }
        let now = self.now();
        let until = now.saturating_add(u64::try_from(pause.as_nanos()).unwrap_or(u64::MAX));
        let mut shut = self.0.shut.write().unwrap_or_else(PoisonError::into_inner);
        if shut.len() >= self.0.sweep_at.load(Ordering::Relaxed) {
            // Gates that are open again need no memory.
            shut.retain(|_, until| *until > now);
            let next = (shut.len() * 2).max(SWEEP_AT);
            self.0.sweep_at.store(next, Ordering::Relaxed);
        }
        let gate = shut.entry(scope).or_insert(until);
        *gate = until.max(*gate);
        self.0.latest.fetch_max(until, Ordering::AcqRel);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.origin.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// From how many gates on open ones are thrown out.
const SWEEP_AT: usize = 64;

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;
    use crate::rate_limit::LimitKey;

    #[tokio::test(start_paused = true)]
    async fn a_later_refusal_does_not_open_the_gate_earlier() {
        let gates = Gates::new();
        gates.shut(Scope::default(), Duration::from_secs(10));
        gates.shut(Scope::default(), Duration::from_secs(1));
        gates.shut(Scope::default(), Duration::ZERO);
        assert_eq!(
            gates.shut_for(Scope::default()),
            Some(Duration::from_secs(10))
        );
        advance(Duration::from_secs(10)).await;
        assert_eq!(gates.shut_for(Scope::default()), None);
    }

    #[tokio::test(start_paused = true)]
    async fn other_scopes_pass() {
        let gates = Gates::new();
        gates.shut(Scope::default(), Duration::MAX);
        let other = Scope {
            key: LimitKey::of("other"),
            ..Scope::default()
        };
        assert_eq!(gates.shut_for(other), None);
        assert!(gates.shut_for(Scope::default()).is_some());
    }
}
