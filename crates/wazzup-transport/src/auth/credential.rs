//! What goes into the header, and who has it.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
};

use http::{HeaderName, HeaderValue, header::AUTHORIZATION};

use crate::BoxError;

/// A header that proves who calls. Never shown.
#[derive(Clone)]
pub struct Credential {
    name: HeaderName,
    value: HeaderValue,
}

impl Credential {
    /// `Authorization: Bearer <secret>`.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`] if it is empty or holds what no header may.
    pub fn bearer(secret: &str) -> Result<Self, InvalidCredential> {
        Self::with_scheme("Bearer", secret)
    }

    /// `Authorization: <scheme> <secret>`.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`] if it is empty or holds what no header may.
    pub fn with_scheme(scheme: &str, secret: &str) -> Result<Self, InvalidCredential> {
        if secret.is_empty() || scheme.is_empty() {
            return Err(InvalidCredential);
        }
        Self::header(AUTHORIZATION, &format!("{scheme} {secret}"))
    }

    /// A header of another name, with nothing but the secret in it.
    ///
    /// # Errors
    ///
    /// [`InvalidCredential`] if it is empty or holds what no header may.
    pub fn header(name: HeaderName, secret: &str) -> Result<Self, InvalidCredential> {
        if secret.is_empty() || secret.trim() != secret {
            return Err(InvalidCredential);
        }
        let mut value = HeaderValue::from_str(secret).map_err(|_| InvalidCredential)?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }

    pub(super) fn put(self, headers: &mut http::HeaderMap) {
        headers.insert(self.name, self.value);
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(<redacted>)")
    }
}

/// A secret that cannot be a header: empty, with spaces around it or with control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidCredential;

small_error!(InvalidCredential: "the credential is empty or holds characters that no header may");

/// Has the credential of each attempt.
///
/// Asked for every attempt, so it can rotate. [`Credential`] is one that never changes,
/// [`RotatingCredential`] one that is replaced from outside; implement it for tokens that expire.
pub trait CredentialProvider: Send + Sync + 'static {
    /// The credential of now.
    fn credential(&self) -> Provided;

    /// A request with the credential was refused with 401. The request is not repeated, but the
    /// next one may get another credential.
    fn refused(&self) {}
}

/// What a [`CredentialProvider`] has to give.
#[non_exhaustive]
pub enum Provided {
    /// The credential.
    Now(Credential),
    /// It has to be got first. Dropped with the call.
    Later(Pin<Box<dyn Future<Output = Result<Credential, BoxError>> + Send>>),
    /// There is none, and so there is no call.
    Failed(BoxError),
}

impl fmt::Debug for Provided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Now(_) => "Now(..)",
            Self::Later(_) => "Later(..)",
            Self::Failed(_) => "Failed(..)",
        })
    }
}

impl CredentialProvider for Credential {
    fn credential(&self) -> Provided {
        Provided::Now(self.clone())
    }
}

impl<P: CredentialProvider + ?Sized> CredentialProvider for Arc<P> {
    fn credential(&self) -> Provided {
        P::credential(self)
    }

    fn refused(&self) {
        P::refused(self);
    }
}

/// A credential that can be replaced while it is in use. Clones share it.
#[derive(Clone, Debug)]
pub struct RotatingCredential(Arc<RwLock<Credential>>);

impl RotatingCredential {
    /// Starts with this one.
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self(Arc::new(RwLock::new(credential)))
    }

    /// Uses this one from the next attempt on.
    pub fn replace(&self, credential: Credential) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = credential;
    }
}

impl CredentialProvider for RotatingCredential {
    fn credential(&self) -> Provided {
        Provided::Now(
            self.0
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_never_shown() {
        let credential = Credential::bearer("hush").unwrap();
        assert!(!format!("{credential:?}").contains("hush"));
        let rotating = RotatingCredential::new(credential.clone());
        assert!(!format!("{rotating:?} {:?}", rotating.credential()).contains("hush"));
        let mut headers = http::HeaderMap::new();
        credential.put(&mut headers);
        assert_eq!(headers[AUTHORIZATION], "Bearer hush");
        assert!(!format!("{headers:?}").contains("hush"));
    }

    #[test]
    fn what_no_header_may_hold_is_refused_without_repeating_it() {
        for wrong in ["", " ", "hush\r\nX: y", "hush\n"] {
            let error = Credential::bearer(wrong).unwrap_err();
            assert!(!error.to_string().contains("hush"));
        }
    }
}
