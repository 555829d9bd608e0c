use tower_layer::Layer;

use super::Delivery;

/// Keeps account of what may have been executed. See the [module](super).
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DeliveryLayer;

impl DeliveryLayer {
    /// The layer.
    #[must_use]
    pub fn new() -> Self {
        Self
    }
}

impl<S> Layer<S> for DeliveryLayer {
    type Service = Delivery<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Delivery { inner }
    }
}
