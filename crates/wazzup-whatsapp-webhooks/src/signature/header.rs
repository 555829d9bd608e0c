use std::fmt;

use http::{HeaderMap, HeaderName};

/// The header that holds the signature, `X-Hub-Signature-256`.
pub const SIGNATURE_HEADER: HeaderName = HeaderName::from_static("x-hub-signature-256");

pub(super) const PREFIX: &str = "sha256=";

/// The signature that a request claims to have, read from its headers before its body is.
///
/// [`AppSecrets::check`](super::AppSecrets::check) says what it is worth. `Debug` doesn't show it:
/// it belongs to one body, which may be personal.
#[derive(Clone)]
pub struct Signature(pub(super) [u8; 32]);

/// There is no signature to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unsigned {
    /// No header.
    #[error("the header X-Hub-Signature-256 is missing")]
    Missing,
    /// More than one header, or one that is no HMAC-SHA256.
    #[error("the header X-Hub-Signature-256 is repeated or holds no HMAC-SHA256")]
    Malformed,
}

impl Signature {
    /// Reads it from the headers of a request.
    ///
    /// # Errors
    ///
    /// [`Unsigned`] if it is not there exactly once and well-formed.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, Unsigned> {
        Self::from_values(headers.get_all(SIGNATURE_HEADER))
    }

    /// Reads it from the values of the header, for those who have other headers than `http`'s:
    /// `Some("sha256=...")`, `None`, or a list of all values there are.
    ///
    /// # Errors
    ///
    /// [`Unsigned`] if there is not exactly one well-formed value.
    pub fn from_values<V: AsRef<[u8]>>(
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, Unsigned> {
        let mut values = values.into_iter();
        let value = values.next().ok_or(Unsigned::Missing)?;
        // Which of two a proxy or a server took for the real one is anybody's guess.
        if values.next().is_some() {
            return Err(Unsigned::Malformed);
        }
        Self::parse(value.as_ref()).ok_or(Unsigned::Malformed)
    }

    fn parse(value: &[u8]) -> Option<Self> {
        let (prefix, digits) = value.split_at_checked(PREFIX.len())?;
        let mut mac = [0; 32];
        let known = prefix.eq_ignore_ascii_case(PREFIX.as_bytes());
        // Any other number of digits is refused by it too.
        (known && hex::decode_to_slice(digits, &mut mac).is_ok()).then_some(Self(mac))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(<hidden>)")
    }
}
