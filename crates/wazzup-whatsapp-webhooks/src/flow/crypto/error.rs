/// A request that cannot be decrypted: answered 421, after which WhatsApp fetches the public key
/// anew and tries again.
///
/// It says nothing of what is in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CannotDecrypt {
    /// The body is no JSON object with the three fields of an encrypted request.
    #[error("the body is no encrypted flow request")]
    NotEncrypted,
    /// One of the three fields, named here, is no base64 or has another length than it must.
    #[error("`{0}` is no base64 or has another length")]
    Malformed(&'static str),
    /// It was encrypted for another key: the public key registered for the number belongs to none
    /// of these.
    #[error("the request was encrypted for another key")]
    NoKeyFits,
    /// The key fits but the data does not: it was changed on its way.
    #[error("the request was changed after it was encrypted")]
    Tampered,
    /// What was put in the place of this crate's decryption says no.
    #[error("the request could not be decrypted")]
    Refused,
}

/// An answer that cannot be encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, thiserror::Error)]
#[error("the answer could not be encrypted")]
#[non_exhaustive]
pub struct CannotEncrypt;
