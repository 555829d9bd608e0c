use std::sync::Arc;

use wazzup_transport::{
    auth::{Credential, CredentialProvider, InvalidCredential},
    rate_limit::LimitKey,
};

/// Where the access token of a client comes from.
pub(super) enum Token {
    Text(String),
    Provider(Arc<dyn CredentialProvider>),
    Missing,
}

impl Token {
    /// The provider, if there is one, and whom the service counts: tokens of one app share its limit,
    /// but which those are nobody here can tell, so each stands for itself.
    pub(super) fn resolve(
        self,
    ) -> Result<(LimitKey, Option<Arc<dyn CredentialProvider>>), InvalidCredential> {
        Ok(match self {
            Self::Text(token) => {
                let credential = Credential::bearer(&token)?;
                (LimitKey::of(&token), Some(Arc::new(credential)))
            }
            Self::Provider(provider) => {
                let address = Arc::as_ptr(&provider).cast::<()>() as usize;
                (LimitKey::of(&address), Some(provider))
            }
            Self::Missing => (LimitKey::COMMON, None),
        })
    }
}
