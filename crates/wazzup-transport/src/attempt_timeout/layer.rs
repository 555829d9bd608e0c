use std::time::Duration;

use tower_layer::Layer;

use super::AttemptTimeout;

/// Ends attempts that take too long. See the [module](super).
#[derive(Clone, Copy, Debug)]
pub struct AttemptTimeoutLayer {
    timeout: Option<Duration>,
}

impl AttemptTimeoutLayer {
    /// After this time, unless a call says otherwise. `None` for never.
    #[must_use]
    pub fn new(timeout: impl Into<Option<Duration>>) -> Self {
        Self {
            timeout: timeout.into(),
        }
    }
}

impl<S> Layer<S> for AttemptTimeoutLayer {
    type Service = AttemptTimeout<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AttemptTimeout {
            inner,
            timeout: self.timeout,
        }
    }
}
