use std::sync::Arc;

use tower_layer::Layer;

use super::{Auth, CredentialProvider};

/// Puts the credential into each request. See the [module](super).
#[derive(Clone)]
pub struct AuthLayer {
    provider: Option<Arc<dyn CredentialProvider>>,
}

impl AuthLayer {
    /// With the credentials of this provider.
    #[must_use]
    pub fn new(provider: impl CredentialProvider) -> Self {
        Self {
            provider: Some(Arc::new(provider)),
        }
    }

    /// A layer that puts nothing in.
    #[must_use]
    pub fn off() -> Self {
        Self { provider: None }
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
        }
    }
}
