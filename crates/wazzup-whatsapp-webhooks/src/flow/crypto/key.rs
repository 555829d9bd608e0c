use std::{fmt, sync::Arc};

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rsa::{OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, PrivateDecryptingKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use wazzup_endpoint::{InvalidSecret, Live, SecretSet};

use super::{
    CannotDecrypt, InvalidKey,
    pem::{is_pkcs1, pkcs8_of_pem, pkcs8_of_pkcs1},
};

/// A business's private RSA key, whose public half is registered for the phone number.
///
/// Cheap to clone. `Debug` doesn't show it.
///
/// See [Meta on the business's public
/// key](https://developers.facebook.com/docs/whatsapp/cloud-api/reference/whatsapp-business-encryption).
#[derive(Clone)]
pub struct FlowKey(Arc<Inner>);

struct Inner {
    key: OaepPrivateDecryptingKey,
    public_pem: String,
}

impl FlowKey {
    /// Reads the first private key in this PEM: `BEGIN PRIVATE KEY` (PKCS#8) or `BEGIN RSA PRIVATE
    /// KEY` (PKCS#1). Lines may end with `\n` written out, as environment variables have them.
    ///
    /// # Errors
    ///
    /// [`InvalidKey`], which has the command that takes a password off if there is one.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, InvalidKey> {
        Self::from_pkcs8(&pkcs8_of_pem(pem.as_ref())?)
    }

    /// Reads a private key in DER, of PKCS#8 or PKCS#1.
    ///
    /// # Errors
    ///
    /// [`InvalidKey::Unusable`] if it is none.
    pub fn from_der(der: impl AsRef<[u8]>) -> Result<Self, InvalidKey> {
        let der = der.as_ref();
        if is_pkcs1(der) {
            Self::from_pkcs8(&pkcs8_of_pkcs1(der))
        } else {
            Self::from_pkcs8(der)
        }
    }

    /// The public half in PEM, as it is to be registered for the phone number. If another one is
    /// registered there, nothing can be decrypted.
    #[must_use]
    pub fn public_key_pem(&self) -> &str {
        &self.0.public_pem
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, InvalidKey> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| InvalidKey::Unusable)?;
        let public: PublicKeyX509Der<'_> = key
            .public_key()
            .as_der()
            .map_err(|_| InvalidKey::Unusable)?;
        let public_pem = pem("PUBLIC KEY", public.as_ref());
        let key = OaepPrivateDecryptingKey::new(key).map_err(|_| InvalidKey::Unusable)?;
        Ok(Self(Arc::new(Inner { key, public_pem })))
    }

    /// Decrypts the AES key of a request.
    pub(super) fn unwrap_aes_key(&self, encrypted: &[u8]) -> Result<Vec<u8>, CannotDecrypt> {
        let mut output = vec![0; self.0.key.min_output_size()];
        let key = self
            .0
            .key
            .decrypt(&OAEP_SHA256_MGF1SHA256, encrypted, &mut output, None);
        Ok(key.map_err(|_| CannotDecrypt::NoKeyFits)?.to_vec())
    }
}

impl fmt::Debug for FlowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlowKey(<hidden>)")
    }
}

/// The live keys of an endpoint: several while one is being replaced, or for several numbers.
/// Clones share them, so that they can be swapped at run time.
///
/// ```no_run
/// # use wazzup_whatsapp_webhooks::flow::{FlowKey, FlowKeys};
/// # fn example(old: &str, new: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let keys = FlowKeys::of(FlowKey::from_pem(old)?);
/// keys.rotate(FlowKey::from_pem(new)?); // both fit
/// // ... once the new one is registered and WhatsApp has taken notice:
/// keys.set([FlowKey::from_pem(new)?])?;
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct FlowKeys(Live<Keys>);

/// In the order they are tried.
#[derive(Clone, Default)]
struct Keys(Arc<[FlowKey]>);

impl SecretSet for Keys {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FlowKeys {
    /// No key yet: for a set that is filled later. Nothing can be decrypted until then.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With one key.
    #[must_use]
    pub fn of(key: FlowKey) -> Self {
        let keys = Self::new();
        keys.add(key);
        keys
    }

    /// Replaces all keys. They are tried in this order.
    ///
    /// # Errors
    ///
    /// [`InvalidSecret::NoneLeft`] if there is none among them; nothing is changed then.
    pub fn set(&self, keys: impl IntoIterator<Item = FlowKey>) -> Result<(), InvalidSecret> {
        let keys = keys.into_iter().collect();
        self.0.change(|live| live.0 = keys)
    }

    /// Makes this the newest key, and keeps the newest one so far beside it. Older ones end.
    pub fn rotate(&self, key: FlowKey) {
        self.change(|old| [key].into_iter().chain(old.first().cloned()).collect());
    }

    /// Adds a key after those that are there.
    pub fn add(&self, key: FlowKey) {
        self.change(|old| old.iter().cloned().chain([key]).collect());
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all().len()
    }

    /// Whether there is none: nothing can be decrypted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// The keys there are.
    pub(super) fn all(&self) -> Arc<[FlowKey]> {
        self.0.read(|live| Arc::clone(&live.0))
    }

    fn change(&self, next: impl FnOnce(&[FlowKey]) -> Arc<[FlowKey]>) {
        let changed = self.0.change(|live| live.0 = next(&live.0));
        debug_assert!(changed.is_ok(), "one was added");
    }
}

/// As many as there are, none included, in the order they are tried.
impl FromIterator<FlowKey> for FlowKeys {
    fn from_iter<I: IntoIterator<Item = FlowKey>>(keys: I) -> Self {
        let all = Self::new();
        let keys: Arc<[FlowKey]> = keys.into_iter().collect();
        if !keys.is_empty() {
            all.change(|_| keys);
        }
        all
    }
}

impl From<FlowKey> for FlowKeys {
    fn from(key: FlowKey) -> Self {
        Self::of(key)
    }
}

impl fmt::Debug for FlowKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FlowKeys({} hidden)", self.all().len())
    }
}

fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem + &format!("-----END {label}-----\n")
}
