use tower_layer::Layer;

use super::CallSpan;

/// Puts a span around each call. See the [module](super).
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CallSpanLayer;

impl CallSpanLayer {
    /// The layer.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl<S> Layer<S> for CallSpanLayer {
    type Service = CallSpan<S>;

    fn layer(&self, inner: S) -> Self::Service {
        CallSpan { inner }
    }
}
