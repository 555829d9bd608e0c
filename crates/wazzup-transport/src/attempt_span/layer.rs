use tower_layer::Layer;

use super::AttemptSpan;

/// Puts a span around each attempt. See the [module](super).
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct AttemptSpanLayer;

impl AttemptSpanLayer {
    /// The layer.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl<S> Layer<S> for AttemptSpanLayer {
    type Service = AttemptSpan<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AttemptSpan { inner }
    }
}
