//! What may stand in the place of the crypto here.

use std::pin::Pin;

use super::{
    CannotDecrypt, CannotEncrypt, DecryptedRequest, EncryptedRequest, FlowKeys, Session, decrypt,
    encrypt,
};

/// A decryption under way.
pub type Decrypting<'a> =
    Pin<Box<dyn Future<Output = Result<DecryptedRequest, CannotDecrypt>> + Send + 'a>>;

/// Decrypts requests: [`FlowKeys`], or something of yours, such as a key management service that
/// holds the private key and decrypts the AES key with it.
///
/// ```
/// use wazzup_whatsapp_webhooks::flow::{CannotDecrypt, Decrypting, EncryptedRequest};
/// use wazzup_whatsapp_webhooks::flow::{RequestDecryptor, Session};
/// # struct Vault;
/// # impl Vault {
/// #     async fn oaep_sha256(&self, _: &[u8]) -> Result<Vec<u8>, std::io::Error> { Ok(vec![]) }
/// # }
///
/// struct InVault(Vault);
///
/// impl RequestDecryptor for InVault {
///     fn decrypt<'a>(&'a self, request: &'a EncryptedRequest) -> Decrypting<'a> {
///         Box::pin(async {
///             let aes_key = self.0.oaep_sha256(request.encrypted_aes_key()).await;
///             let aes_key = aes_key.map_err(|_| CannotDecrypt::Refused)?;
///             request.open(Session::new(&aes_key, request.initial_vector())?)
///         })
///     }
/// }
/// ```
#[doc(alias = "request_decryptor")]
pub trait RequestDecryptor: Send + Sync + 'static {
    /// Decrypts one.
    fn decrypt<'a>(&'a self, request: &'a EncryptedRequest) -> Decrypting<'a>;
}

/// Encrypts answers: [`SessionEncryptor`], or something of yours.
///
/// A function of the answer's JSON and the session is one.
#[doc(alias = "response_encryptor")]
pub trait ResponseEncryptor: Send + Sync + 'static {
    /// Encrypts an answer and makes it the text that the response's body has to be.
    ///
    /// # Errors
    ///
    /// [`CannotEncrypt`], which is answered 500.
    fn encrypt(&self, answer: &[u8], session: &Session) -> Result<String, CannotEncrypt>;
}

/// Encrypts answers as [`encrypt`] does.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SessionEncryptor;

impl RequestDecryptor for FlowKeys {
    fn decrypt<'a>(&'a self, request: &'a EncryptedRequest) -> Decrypting<'a> {
        Box::pin(std::future::ready(decrypt(request, self)))
    }
}

impl ResponseEncryptor for SessionEncryptor {
    fn encrypt(&self, answer: &[u8], session: &Session) -> Result<String, CannotEncrypt> {
        encrypt(answer, session)
    }
}

impl<F> ResponseEncryptor for F
where
    F: Fn(&[u8], &Session) -> Result<String, CannotEncrypt> + Send + Sync + 'static,
{
    fn encrypt(&self, answer: &[u8], session: &Session) -> Result<String, CannotEncrypt> {
        self(answer, session)
    }
}
