use std::sync::Arc;

use tower_layer::Layer;

use super::{Auth, CredentialProvider};
use crate::rate_limit::{Limiter, Scopes, SharedLimiter};

/// Puts the credential into each request. See the [module](super).
#[derive(Clone)]
pub struct AuthLayer {
    provider: Option<Arc<dyn CredentialProvider>>,
    pace: Option<Arc<Pace>>,
}

/// By what requests are paced.
pub(super) struct Pace {
    pub(super) limiter: SharedLimiter,
    pub(super) scopes: Scopes,
}

impl AuthLayer {
    /// With the credentials of this provider.
    #[must_use]
    pub fn new(provider: impl CredentialProvider) -> Self {
        Self {
            provider: Some(Arc::new(provider)),
            pace: None,
        }
    }

    /// A layer that puts nothing in.
    #[must_use]
    pub fn off() -> Self {
        Self {
            provider: None,
            pace: None,
        }
    }

    /// Has those who had to wait for their credential take another token of this limiter: the one that
    /// they came with has grown old, and all who waited would leave at once.
    #[must_use]
    pub fn paced_by(mut self, limiter: impl Limiter, scopes: Scopes) -> Self {
        let limiter = SharedLimiter::new(limiter);
        self.pace = Some(Arc::new(Pace { limiter, scopes }));
        self
    }
}

impl std::fmt::Debug for AuthLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthLayer").finish_non_exhaustive()
    }
}

impl<S> Layer<S> for AuthLayer {
    type Service = Auth<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Auth {
            inner,
            provider: self.provider.clone(),
            pace: self.pace.clone(),
        }
    }
}
