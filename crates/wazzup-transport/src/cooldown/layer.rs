use std::{sync::Arc, time::Duration};

use tower_layer::Layer;

use super::{Cooldown, gate::Gates};
use crate::rate_limit::{Limiter, Scopes, SharedLimiter};

/// Holds everyone back after a refusal with 429. See the [module](super).
#[derive(Clone, Debug)]
pub struct CooldownLayer {
    pub(super) shared: Option<Arc<Shared>>,
}

/// What the clones of a service share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) gates: Gates,
    pub(super) scopes: Scopes,
    pub(super) limiter: Option<SharedLimiter>,
    pub(super) default_pause: Duration,
    pub(super) longest_pause: Duration,
}

impl CooldownLayer {
    /// Pauses as the server says, for [`DEFAULT_PAUSE`] if it does not, for [`LONGEST_PAUSE`] at
    /// most.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shared: Some(Arc::new(Shared {
                gates: Gates::new(),
                scopes: Scopes::default(),
                limiter: None,
                default_pause: DEFAULT_PAUSE,
                longest_pause: LONGEST_PAUSE,
            })),
        }
    }

    /// A layer that holds nobody back.
    #[must_use]
    pub fn off() -> Self {
        Self { shared: None }
    }

    /// How long the pause is if the server does not say.
    #[must_use]
    pub fn default_pause(self, pause: Duration) -> Self {
        self.with(|shared| shared.default_pause = pause)
    }

    /// How long the pause is at most, whatever the server says.
    #[must_use]
    pub fn longest_pause(self, pause: Duration) -> Self {
        self.with(|shared| shared.longest_pause = pause)
    }

    /// Sets how it is found whom a refusal concerns.
    #[must_use]
    pub fn scopes(self, scopes: Scopes) -> Self {
        self.with(|shared| shared.scopes = scopes)
    }

    /// Tells this limiter too, so that those who wait for a token keep waiting, and leave at its
    /// pace afterwards.
    #[must_use]
    pub fn also_hold(self, limiter: impl Limiter) -> Self {
        self.with(|shared| shared.limiter = Some(SharedLimiter::new(limiter)))
    }

    // Settings are made before there are clones; with clones about, a copy with a gate of its own
    // is changed.
    fn with(mut self, change: impl FnOnce(&mut Shared)) -> Self {
        if let Some(shared) = self.shared.take() {
            let mut shared = Arc::try_unwrap(shared).unwrap_or_else(|shared| Shared {
                gates: Gates::new(),
                scopes: shared.scopes.clone(),
                limiter: shared.limiter.clone(),
                default_pause: shared.default_pause,
                longest_pause: shared.longest_pause,
            });
            change(&mut shared);
            self.shared = Some(Arc::new(shared));
        }
        self
    }
}

impl Default for CooldownLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for CooldownLayer {
    type Service = Cooldown<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Cooldown {
            inner,
            shared: self.shared.clone(),
        }
    }
}

/// How long everyone is held back after a 429 without `Retry-After`: 5 s.
pub const DEFAULT_PAUSE: Duration = Duration::from_secs(5);

/// How long everyone is held back at most: an hour. A server that asks for more is asked again after
/// it.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(3600);
