use tower_layer::Layer;

use super::BaseUri;
use crate::Base;

/// Puts the base URI in front of relative ones. See the [module](super).
#[derive(Clone, Debug, Default)]
pub struct BaseUriLayer {
    base: Option<Base>,
}

impl BaseUriLayer {
    /// With this base, for requests whose call has none.
    #[must_use]
    pub fn new(base: Base) -> Self {
        Self { base: Some(base) }
    }

    /// With the base of the call only.
    #[must_use]
    pub fn of_call() -> Self {
        Self { base: None }
    }
}

impl<S> Layer<S> for BaseUriLayer {
    type Service = BaseUri<S>;

    fn layer(&self, inner: S) -> Self::Service {
        BaseUri {
            inner,
            base: self.base.clone(),
        }
    }
}
