//! From the text of a key file to the PKCS#8 that the RSA of aws-lc reads.

use std::borrow::Cow;

use rustls_pki_types::{
    PrivateKeyDer,
    pem::{Error, PemObject},
};

/// A private key that cannot be used. It says nothing of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// It is protected by a password. Take it off where the key is kept safe:
    ///
    /// ```text
    /// openssl pkcs8 -topk8 -nocrypt -in encrypted.pem -out key.pem
    /// ```
    #[error(
        "the private key is encrypted: take the password off with \
         `openssl pkcs8 -topk8 -nocrypt -in encrypted.pem -out key.pem`"
    )]
    Encrypted,
    /// There is no private key in the text: no `-----BEGIN PRIVATE KEY-----` and no `-----BEGIN RSA
    /// PRIVATE KEY-----`.
    #[error("there is no private key in PEM: no `BEGIN PRIVATE KEY`, no `BEGIN RSA PRIVATE KEY`")]
    NoPrivateKey,
    /// It is a public key or a certificate: the other half of what is needed.
    #[error("this is a public key or a certificate, not the private key")]
    Public,
    /// The text begins like a key and is damaged.
    #[error("the PEM of the private key is damaged")]
    Damaged,
    /// It is no RSA key, or one of less than 2048 bits or more than 8192.
    #[error("the private key is no RSA key of 2048 to 8192 bits")]
    Unusable,
}

/// The PKCS#8 document of the first private key in this text.
pub(super) fn pkcs8_of_pem(text: &[u8]) -> Result<Vec<u8>, InvalidKey> {
    let text = with_line_ends(text);
    if has(&text, b"-----BEGIN ENCRYPTED PRIVATE KEY-----") || has(&text, b"Proc-Type: 4,ENCRYPTED")
    {
        return Err(InvalidKey::Encrypted);
    }
    match PrivateKeyDer::from_pem_slice(&text) {
        Ok(PrivateKeyDer::Pkcs8(key)) => Ok(key.secret_pkcs8_der().to_vec()),
        Ok(PrivateKeyDer::Pkcs1(key)) => Ok(pkcs8_of_pkcs1(key.secret_pkcs1_der())),
        // SEC1: a key of an elliptic curve.
        Ok(_) => Err(InvalidKey::Unusable),
        Err(Error::NoItemsFound) => {
            let public = [&b"PUBLIC KEY-----"[..], b"CERTIFICATE-----"];
            if public.iter().any(|word| has(&text, word)) {
                Err(InvalidKey::Public)
            } else {
                Err(InvalidKey::NoPrivateKey)
            }
        }
        Err(_) => Err(InvalidKey::Damaged),
    }
}

/// Environment variables often hold `\n` in the place of line ends.
fn with_line_ends(text: &[u8]) -> Cow<'_, [u8]> {
    if text.trim_ascii().contains(&b'\n') || !has(text, b"\\n") {
        return Cow::Borrowed(text);
    }
    String::from_utf8_lossy(text)
        .replace("\\r", "")
        .replace("\\n", "\n")
        .into_bytes()
        .into()
}

fn has(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Whether this DER is of PKCS#1: its second number, the modulus, comes where PKCS#8 has a sequence.
pub(super) fn is_pkcs1(der: &[u8]) -> bool {
    // SEQUENCE, its length, INTEGER 0 (the version), and what follows.
    let Some((0x30, length)) = der.split_first().map(|(tag, rest)| (*tag, rest)) else {
        return false;
    };
    let skipped = match length.first() {
        Some(0..0x80) => 1,
        Some(long) => 1 + usize::from(long & 0x7f),
        None => return false,
    };
    matches!(length.get(skipped..), Some([0x02, 0x01, 0x00, 0x02, ..]))
}

/// `rsaEncryption` with no parameters, as an AlgorithmIdentifier.
const RSA_ENCRYPTION: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// Puts the header of PKCS#8 before a PKCS#1 key: see RFC 5208, section 5.
pub(super) fn pkcs8_of_pkcs1(pkcs1: &[u8]) -> Vec<u8> {
    let key = tagged(0x04, pkcs1);
    let version: &[u8] = &[0x02, 0x01, 0x00];
    tagged(0x30, &[version, RSA_ENCRYPTION, &key].concat())
}

/// A value of DER: its tag, its length, itself.
fn tagged(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = value.len().to_be_bytes();
    let digits = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let mut der = vec![tag];
    match (value.len(), u8::try_from(digits.len())) {
        // One byte for what fits into seven bits, else how many bytes the length has.
        (0..0x80, _) => der.push(digits.first().copied().unwrap_or_default()),
        (_, Ok(count)) => {
            der.push(0x80 | count);
            der.extend_from_slice(digits);
        }
        (_, Err(_)) => unreachable!("a length has eight bytes at most"),
    }
    der.extend_from_slice(value);
    der
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_der_has_them() {
        let head = |length: usize| {
            let der = tagged(0x04, &vec![0; length]);
            der[..der.len() - length].to_vec()
        };
        assert_eq!(head(0), [0x04, 0x00]);
        assert_eq!(head(127), [0x04, 0x7f]);
        assert_eq!(head(128), [0x04, 0x81, 0x80]);
        assert_eq!(head(255), [0x04, 0x81, 0xff]);
        assert_eq!(head(256), [0x04, 0x82, 0x01, 0x00]);
        assert_eq!(head(70_000), [0x04, 0x83, 0x01, 0x11, 0x70]);
    }

    #[test]
    fn nothing_short_or_odd_is_taken_for_pkcs1() {
        for der in [
            &b""[..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 0xff, 1],
            &[0x31, 0x03, 0x02, 0x01, 0x00, 0x02],
            &[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x00, 0x30],
        ] {
            assert!(!is_pkcs1(der), "{der:?}");
        }
        assert!(is_pkcs1(&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x00, 0x02]));
        assert!(is_pkcs1(&[0x30, 0x05, 0x02, 0x01, 0x00, 0x02]));
    }
}
