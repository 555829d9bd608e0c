//! The signature over the bytes of a delivery.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The value of `X-Hub-Signature-256` for a body under an app secret.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        // A key may have any length, so this cannot be.
        return String::new();
    };
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 2 of RFC 4231.
    #[test]
    fn it_is_the_hmac_of_the_standard() {
        assert_eq!(
            signature("Jefe", b"what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
