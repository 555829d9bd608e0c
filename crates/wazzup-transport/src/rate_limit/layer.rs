use tower_layer::Layer;

use super::{Limiter, RateLimit, Scopes};

/// Lets requests wait for a [`Limiter`]. See the [module](super).
#[derive(Clone, Debug)]
pub struct RateLimitLayer<L> {
    limiter: Option<L>,
    scopes: Scopes,
}

impl<L: Limiter + Clone> RateLimitLayer<L> {
    /// With this limiter; every request counts for the same key, in the bucket of its call.
    #[must_use]
    pub fn new(limiter: L) -> Self {
        Self {
            limiter: Some(limiter),
            scopes: Scopes::default(),
        }
    }

    /// A layer that holds nobody back.
    #[must_use]
    pub fn off() -> Self {
        Self {
            limiter: None,
            scopes: Scopes::default(),
        }
    }

    /// Sets how the scope of a request is found.
    #[must_use]
    pub fn scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }
}

impl<S, L: Clone> Layer<S> for RateLimitLayer<L> {
    type Service = RateLimit<S, L>;

    fn layer(&self, inner: S) -> Self::Service {
        RateLimit::new(inner, self.limiter.clone(), self.scopes.clone())
    }
}
