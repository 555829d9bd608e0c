//! The endpoint of flows.
mod crypto;
mod media;

pub use self::{
    crypto::{
        CannotDecrypt, CannotEncrypt, DecryptedRequest, Decrypting, EncryptedRequest, FlowKey,
        FlowKeys, InvalidKey, RequestDecryptor, ResponseEncryptor, Session, SessionEncryptor,
        decrypt, encrypt,
    },
    media::{MediaError, decrypt_media},
};
