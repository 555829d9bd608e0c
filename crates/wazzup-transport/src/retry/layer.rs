use std::sync::Arc;

use tower_layer::Layer;

use super::{Retry, RetryPolicy};

/// Repeats failed requests where that does no harm. See the [module](super).
#[derive(Clone)]
pub struct RetryLayer {
    policy: Option<Arc<dyn RetryPolicy>>,
}

impl RetryLayer {
    /// As this policy says.
    #[must_use]
    pub fn new(policy: impl RetryPolicy) -> Self {
        Self {
            policy: Some(Arc::new(policy)),
        }
    }

    /// A layer that repeats nothing.
    #[must_use]
    pub fn off() -> Self {
        Self { policy: None }
    }
}

impl std::fmt::Debug for RetryLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RetryLayer").finish_non_exhaustive()
    }
}

impl<S> Layer<S> for RetryLayer {
    type Service = Retry<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Retry::new(inner, self.policy.clone())
    }
}
