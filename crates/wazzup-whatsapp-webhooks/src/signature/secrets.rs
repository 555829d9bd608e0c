use std::{fmt, sync::Arc};

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use sha2::Sha256;
use wazzup_endpoint::{InvalidSecret, Live, SecretSet};

use super::{Signature, Unsigned};

/// The live app secrets of an endpoint. Clones share them, so that they can be swapped at run time.
///
/// A delivery passes if it was signed with one of them. The comparison takes the same time whatever
/// is wrong with a signature. The newest secret is tried first and the others only if it does not
/// fit, since each costs a pass over the body: how long that takes tells something to those alone
/// who could sign already.
///
/// While there is none, nothing passes. White space around a secret is not part of it.
///
/// ```
/// use wazzup_whatsapp_webhooks::signature::AppSecrets;
///
/// let secrets = AppSecrets::of("old")?;
/// secrets.rotate("new")?; // both pass
/// // ... once the app has the new one alone:
/// secrets.set(["new"])?;
/// # Ok::<(), wazzup_whatsapp_webhooks::signature::InvalidSecret>(())
/// ```
#[derive(Clone, Default)]
pub struct AppSecrets(Live<Keys>);

/// HMAC as far as it depends on the secret only: the secret itself is not kept.
type Key = Hmac<Sha256>;

/// Newest first.
#[derive(Clone, Default)]
struct Keys(Arc<[Key]>);

impl SecretSet for Keys {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Whether a delivery comes from who knows the app secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
#[non_exhaustive]
pub enum Verdict {
    /// It was signed with a live secret.
    Authentic,
    /// It was not signed.
    Missing,
    /// It was signed with another secret, or is not what was signed.
    Wrong,
    /// What stands in place of the signature is none, or there are two.
    Malformed,
}

impl Verdict {
    /// Whether the delivery may be looked at.
    #[must_use]
    pub const fn is_authentic(self) -> bool {
        matches!(self, Self::Authentic)
    }
}

impl From<Unsigned> for Verdict {
    fn from(unsigned: Unsigned) -> Self {
        match unsigned {
            Unsigned::Missing => Self::Missing,
            Unsigned::Malformed => Self::Malformed,
        }
    }
}

impl AppSecrets {
    /// No secret yet: for a set that is filled before the endpoint is built.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one secret.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn of(secret: impl AsRef<str>) -> Result<Self, InvalidSecret> {
        let secrets = Self::new();
        secrets.set([secret])?;
        Ok(secrets)
    }

    /// Replaces all secrets, newest first.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if one is empty or none is left; nothing is changed then.
    pub fn set<S: AsRef<str>>(
        &self,
        secrets: impl IntoIterator<Item = S>,
    ) -> Result<(), InvalidSecret> {
        let keys = secrets.into_iter().map(|secret| key(secret.as_ref()));
        let keys = keys.collect::<Result<_, _>>()?;
        self.0.change(|live| live.0 = keys)
    }

    /// Adds a secret after those that are there: for an endpoint that several apps deliver to.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn add(&self, secret: impl AsRef<str>) -> Result<(), InvalidSecret> {
        let key = key(secret.as_ref())?;
        self.change(|old| old.iter().cloned().chain([key]).collect());
        Ok(())
    }

    /// Adds the secrets of another set after those that are there.
    pub fn absorb(&self, other: &Self) {
        let theirs = other.keys();
        if !theirs.is_empty() {
            self.change(|old| old.iter().chain(&*theirs).cloned().collect());
        }
    }

    /// Makes this the newest secret, and keeps the newest one so far beside it. Older ones end.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret`] if it is empty.
    pub fn rotate(&self, secret: impl AsRef<str>) -> Result<(), InvalidSecret> {
        let key = key(secret.as_ref())?;
        self.change(|old| [key].into_iter().chain(old.first().cloned()).collect());
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there is none: nothing would pass.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// Checks a delivery by its headers and its body, as they came.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Verdict {
        self.judge(Signature::from_headers(headers), body)
    }

    /// Checks a delivery by all values of its signature header, and its body as it came: for those
    /// who have other headers than `http`'s.
    pub fn verify_values<V: AsRef<[u8]>>(
        &self,
        values: impl IntoIterator<Item = V>,
        body: &[u8],
    ) -> Verdict {
        self.judge(Signature::from_values(values), body)
    }

    /// Checks a signature that was read before, so that a request without one can be refused
    /// before its body is read.
    pub fn check(&self, signature: &Signature, body: &[u8]) -> Verdict {
        // A copy of the list, so that nobody waits for a long body to change it.
        let keys = self.keys();
        let fits = |key: &Key| {
            let mac = key.clone().chain_update(body);
            mac.verify_slice(&signature.0).is_ok()
        };
        if keys.iter().any(fits) {
            Verdict::Authentic
        } else {
            Verdict::Wrong
        }
    }

    fn judge(&self, signature: Result<Signature, Unsigned>, body: &[u8]) -> Verdict {
        match signature {
            Ok(signature) => self.check(&signature, body),
            Err(unsigned) => unsigned.into(),
        }
    }

    fn change(&self, next: impl FnOnce(&[Key]) -> Arc<[Key]>) {
        let changed = self.0.change(|live| live.0 = next(&live.0));
        debug_assert!(changed.is_ok(), "one was added");
    }

    fn keys(&self) -> Arc<[Key]> {
        self.0.read(|live| Arc::clone(&live.0))
    }
}

impl fmt::Debug for AppSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AppSecrets({} hidden)", self.len())
    }
}

/// Without the white space around it, which text from a file ends with and no app secret has.
fn key(secret: &str) -> Result<Key, InvalidSecret> {
    match secret.trim() {
        "" => Err(InvalidSecret::Empty),
        secret => Ok(keyed(secret)),
    }
}

pub(super) fn keyed(secret: &str) -> Key {
    Key::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length")
}
