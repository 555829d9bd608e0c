use std::{fmt, sync::Arc};

use tower_layer::Layer;

use super::{Judge, Judged};

/// Asks what refusing answers say about repeats. See the [module](super).
#[derive(Clone, Default)]
pub struct JudgeLayer {
    judge: Option<Arc<dyn Judge>>,
}

impl JudgeLayer {
    /// With this judge, for requests whose call has none.
    #[must_use]
    pub fn new(judge: impl Judge) -> Self {
        Self {
            judge: Some(Arc::new(judge)),
        }
    }

    /// With the judge of the call only.
    #[must_use]
    pub fn of_call() -> Self {
        Self { judge: None }
    }
}

impl fmt::Debug for JudgeLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JudgeLayer").finish_non_exhaustive()
    }
}

impl<S> Layer<S> for JudgeLayer {
    type Service = Judged<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Judged {
            inner,
            judge: self.judge.clone(),
        }
    }
}
