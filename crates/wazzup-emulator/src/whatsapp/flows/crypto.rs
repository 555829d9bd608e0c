//! WhatsApp's half of the encryption around a flow: a key for each request, wrapped for the business.

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::aes::Aes128;
use aes_gcm::{AesGcm, Key, Nonce};
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// GCM with an initial vector of 16 bytes, where 12 are usual.
type Cipher = AesGcm<Aes128, U16>;

/// The public key of a business.
pub(super) struct PublicKey(OaepPublicEncryptingKey);

impl PublicKey {
    pub(super) fn from_pem(pem: &str) -> Option<Self> {
        let key = PublicEncryptingKey::from_der(&super::key::der(pem)?).ok()?;
        OaepPublicEncryptingKey::new(key).ok().map(Self)
    }

    fn wrap(&self, aes_key: [u8; 16]) -> Option<Vec<u8>> {
        let mut wrapped = vec![0; self.0.ciphertext_size()];
        let written = self
            .0
            .encrypt(&OAEP_SHA256_MGF1SHA256, &aes_key, &mut wrapped, None);
        written.ok().map(|wrapped| wrapped.to_vec())
    }
}

/// What one request and its answer are encrypted with.
#[derive(Clone, Copy)]
pub(super) struct Session {
    key: [u8; 16],
    iv: [u8; 16],
}

impl Session {
    pub(super) fn new(key: [u8; 16], iv: [u8; 16]) -> Self {
        Self { key, iv }
    }

    fn cipher(self) -> Cipher {
        Cipher::new(&Key::<Cipher>::from(self.key))
    }

    /// The body of a request, as JSON. `None` only if the machine has no randomness.
    pub(super) fn seal(self, request: &[u8], business: &PublicKey) -> Option<Value> {
        let sealed = self.cipher().encrypt(&Nonce::from(self.iv), request).ok()?;
        Some(json!({
            "encrypted_flow_data": STANDARD.encode(sealed),
            "encrypted_aes_key": STANDARD.encode(business.wrap(self.key)?),
            "initial_vector": STANDARD.encode(self.iv),
        }))
    }

    /// The answer in a body: base64 as plain text, encrypted with all bits of the vector flipped.
    /// The error says what it is not.
    pub(super) fn open(self, body: &[u8]) -> Result<Vec<u8>, &'static str> {
        let sealed = STANDARD.decode(body);
        let sealed = sealed.map_err(|_| "the answer is not base64 alone")?;
        let iv = Nonce::from(self.iv.map(|byte| !byte));
        let opened = self.cipher().decrypt(&iv, &*sealed);
        opened.map_err(|_| "the answer is not encrypted with the key and the flipped vector")
    }
}
