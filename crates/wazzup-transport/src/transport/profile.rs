//! What a transport gives its calls, beside the stack that they go through.

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;

use crate::{Base, ErrorDecoder, auth::CredentialProvider, judge::Judge, rate_limit::LimitKey};

/// What a transport gives its calls, beside the stack that they go through: all that transports over
/// one stack can differ in.
#[derive(Clone)]
pub(crate) struct Profile {
    pub(crate) base: Option<Base>,
    pub(crate) decoder: Arc<dyn ErrorDecoder>,
    pub(crate) judge: Option<Arc<dyn Judge>>,
    /// In the place of that of the stack.
    pub(crate) credential: Option<Arc<dyn CredentialProvider>>,
    /// In the place of that of the stack.
    pub(crate) limit_key: Option<LimitKey>,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    /// Whether a layer of ours keeps account of what is sent. If not, a call that was not counted
    /// may have been sent all the same.
    pub(crate) keeps_account: bool,
}

/// The base URI only.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
