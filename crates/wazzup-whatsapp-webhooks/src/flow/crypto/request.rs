use std::fmt;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{CannotDecrypt, Session};

/// Base64 as it comes: with or without its padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A request as it comes, its base64 undone.
///
/// `Debug` shows how much there is of it.
#[derive(Clone, PartialEq, Eq)]
pub struct EncryptedRequest {
    flow_data: Vec<u8>,
    aes_key: Vec<u8>,
    iv: Vec<u8>,
}

/// A request in plain text, and what its answer is encrypted with.
///
/// `Debug` shows how long the text is.
#[derive(Clone)]
#[non_exhaustive]
pub struct DecryptedRequest {
    /// The JSON; [`FlowRequest::parse`](wazzup_whatsapp_types::flow::FlowRequest::parse) reads it.
    pub plaintext: Vec<u8>,
    /// What the answer is encrypted with.
    pub session: Session,
}

impl EncryptedRequest {
    /// Reads the body of a request.
    ///
    /// # Errors
    ///
    /// [`CannotDecrypt::NotEncrypted`] or [`Malformed`](CannotDecrypt::Malformed).
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Self, CannotDecrypt> {
        #[derive(Deserialize)]
        struct Fields<'a> {
            #[serde(borrow)]
            encrypted_flow_data: &'a RawValue,
            #[serde(borrow)]
            encrypted_aes_key: &'a RawValue,
            #[serde(borrow)]
            initial_vector: &'a RawValue,
        }
        let fields: Fields<'_> =
            serde_json::from_slice(body.as_ref()).map_err(|_| CannotDecrypt::NotEncrypted)?;
        let bytes = |field, value: &RawValue| {
            let malformed = CannotDecrypt::Malformed(field);
            // Through a `String`, since `/` may be escaped.
            let text: String = serde_json::from_str(value.get()).map_err(|_| malformed)?;
            BASE64.decode(text).map_err(|_| malformed)
        };
        Ok(Self {
            flow_data: bytes("encrypted_flow_data", fields.encrypted_flow_data)?,
            aes_key: bytes("encrypted_aes_key", fields.encrypted_aes_key)?,
            iv: bytes("initial_vector", fields.initial_vector)?,
        })
    }

    /// The data: the cipher text and the 16 bytes of its tag.
    #[must_use]
    pub fn encrypted_flow_data(&self) -> &[u8] {
        &self.flow_data
    }

    /// The AES key, encrypted for the business's RSA key.
    #[must_use]
    pub fn encrypted_aes_key(&self) -> &[u8] {
        &self.aes_key
    }

    /// The initial vector, 16 bytes.
    #[must_use]
    pub fn initial_vector(&self) -> &[u8] {
        &self.iv
    }

    /// Decrypts the data once the AES key is known: the second half of [`decrypt`](super::decrypt),
    /// for a [`RequestDecryptor`](super::RequestDecryptor) that has the first one done elsewhere.
    ///
    /// # Errors
    ///
    /// [`CannotDecrypt::Tampered`] if the key does not belong to the data.
    pub fn open(&self, session: Session) -> Result<DecryptedRequest, CannotDecrypt> {
        let plaintext = session.open_request(&self.flow_data)?;
        Ok(DecryptedRequest { plaintext, session })
    }
}

impl DecryptedRequest {
    /// A request that was decrypted elsewhere.
    #[must_use]
    pub fn new(plaintext: Vec<u8>, session: Session) -> Self {
        Self { plaintext, session }
    }
}

impl fmt::Debug for EncryptedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncryptedRequest({} bytes)", self.flow_data.len())
    }
}

impl fmt::Debug for DecryptedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptedRequest({} bytes)", self.plaintext.len())
    }
}
