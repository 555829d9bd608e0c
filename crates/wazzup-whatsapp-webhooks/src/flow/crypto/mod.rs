//! The encryption around a flow's requests and answers.

mod aes;
mod error;
mod key;
mod pem;
mod request;
mod swap;

pub use self::{
    aes::Session,
    error::{CannotDecrypt, CannotEncrypt},
    key::{FlowKey, FlowKeys},
    pem::InvalidKey,
    request::{DecryptedRequest, EncryptedRequest},
    swap::{Decrypting, RequestDecryptor, ResponseEncryptor, SessionEncryptor},
};

/// Decrypts a request with the first of these keys that fits: RSA-OAEP with SHA-256 in both places,
/// then AES-128-GCM.
///
/// ```no_run
/// # use wazzup_whatsapp_webhooks::flow::{EncryptedRequest, FlowKey, FlowKeys, decrypt, encrypt};
/// # fn example(body: &[u8], pem: &str) -> Result<String, Box<dyn std::error::Error>> {
/// let keys = FlowKeys::of(FlowKey::from_pem(pem)?);
/// let request = decrypt(&EncryptedRequest::parse(body)?, &keys)?;
/// println!("{} bytes", request.plaintext.len());
/// let answer = encrypt(br#"{"data":{"status":"active"}}"#, &request.session)?;
/// # Ok(answer) }
/// ```
///
/// # Errors
///
/// [`CannotDecrypt`] if none fits, or the rest was changed on its way.
pub fn decrypt(
    request: &EncryptedRequest,
    keys: &FlowKeys,
) -> Result<DecryptedRequest, CannotDecrypt> {
    let mut cannot = CannotDecrypt::NoKeyFits;
    for key in keys.all().iter() {
        let Ok(aes_key) = key.unwrap_aes_key(request.encrypted_aes_key()) else {
            continue;
        };
        let opened = Session::new(&aes_key, request.initial_vector())
            .and_then(|session| request.open(session));
        match opened {
            Ok(request) => return Ok(request),
            Err(error) => cannot = error,
        }
    }
    Err(cannot)
}

/// Encrypts an answer in the session of its request, and makes it the text that the response's body
/// has to be.
///
/// # Errors
///
/// [`CannotEncrypt`] if it is too long for that: 64 GiB.
pub fn encrypt(answer: &[u8], session: &Session) -> Result<String, CannotEncrypt> {
    session.seal_answer(answer)
}
