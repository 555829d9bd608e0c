//! AES-128-GCM with an initial vector of 16 bytes.
//!
//! Most libraries know GCM with 12 only, and one of them takes 16 and cuts them to 12.

use std::fmt;

use aes_gcm::{
    AesGcm, Key, Nonce,
    aead::{Aead, KeyInit, consts::U16},
    aes::Aes128,
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{CannotDecrypt, CannotEncrypt};

type Cipher = AesGcm<Aes128, U16>;

/// The key that WhatsApp made for one request, and its initial vector: what the answer is
/// encrypted with too, and forgotten then.
///
/// `Debug` shows neither.
#[derive(Clone)]
pub struct Session {
    key: [u8; 16],
    iv: [u8; 16],
}

impl Session {
    /// A session of an AES key that was decrypted elsewhere, such as by a key management service,
    /// and the request's [initial vector](super::EncryptedRequest::initial_vector).
    ///
    /// # Errors
    ///
    /// [`CannotDecrypt::Malformed`] if one of them does not have 16 bytes.
    pub fn new(aes_key: &[u8], initial_vector: &[u8]) -> Result<Self, CannotDecrypt> {
        let wrong = |field| move |_| CannotDecrypt::Malformed(field);
        Ok(Self {
            key: aes_key.try_into().map_err(wrong("encrypted_aes_key"))?,
            iv: initial_vector.try_into().map_err(wrong("initial_vector"))?,
        })
    }

    pub(super) fn open_request(&self, data: &[u8]) -> Result<Vec<u8>, CannotDecrypt> {
        let opened = self.cipher().decrypt(&Nonce::from(self.iv), data);
        opened.map_err(|_| CannotDecrypt::Tampered)
    }

    pub(super) fn seal_answer(&self, answer: &[u8]) -> Result<String, CannotEncrypt> {
        let sealed = self.cipher().encrypt(&self.answer_iv(), answer);
        sealed
            .map(|sealed| STANDARD.encode(sealed))
            .map_err(|_| CannotEncrypt)
    }

    #[cfg(feature = "testing")]
    pub(in crate::flow) fn seal_request(&self, request: &[u8]) -> Result<Vec<u8>, CannotEncrypt> {
        let sealed = self.cipher().encrypt(&Nonce::from(self.iv), request);
        sealed.map_err(|_| CannotEncrypt)
    }

    #[cfg(feature = "testing")]
    pub(in crate::flow) fn open_answer(&self, body: &[u8]) -> Result<Vec<u8>, CannotDecrypt> {
        let malformed = |_| CannotDecrypt::Malformed("answer");
        let sealed = STANDARD.decode(body).map_err(malformed)?;
        let opened = self.cipher().decrypt(&self.answer_iv(), &*sealed);
        opened.map_err(|_| CannotDecrypt::Tampered)
    }

    fn cipher(&self) -> Cipher {
        Cipher::new(&Key::<Cipher>::from(self.key))
    }

    /// An initial vector must never come twice with one key, so the answer has all bits flipped.
    fn answer_iv(&self) -> Nonce<U16> {
        Nonce::from(self.iv.map(|byte| !byte))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session(<hidden>)")
    }
}
