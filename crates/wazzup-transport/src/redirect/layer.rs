use tower_layer::Layer;

use super::Redirect;

/// Follows redirects of calls to URLs as they stand. See the [module](super).
#[derive(Clone, Copy, Debug)]
pub struct RedirectLayer {
    most: u32,
}

impl RedirectLayer {
    /// Follows up to so many in a row.
    #[must_use]
    pub fn new(most: u32) -> Self {
        Self { most }
    }
}

impl Default for RedirectLayer {
    fn default() -> Self {
        Self::new(MAX_REDIRECTS)
    }
}

impl<S> Layer<S> for RedirectLayer {
    type Service = Redirect<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Redirect {
            inner,
            most: self.most,
        }
    }
}

/// How many redirects are followed in a row by default: 5.
pub const MAX_REDIRECTS: u32 = 5;
