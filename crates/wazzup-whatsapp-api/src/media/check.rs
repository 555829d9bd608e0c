//! Whether what arrives is what the service said it would be.

use std::fmt;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use sha2::{Digest as _, Sha256};

/// What arrived is not what the service said it would be. The source of an error of the kind
/// [`Decode`](crate::ErrorKind::Decode).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MediaMismatch {
    /// It is shorter or longer.
    Size {
        /// How many bytes there were to be.
        expected: u64,
        /// How many there are; of one that is longer, how many had come when that was found out.
        actual: u64,
    },
    /// Its SHA-256 is another.
    Sha256,
}

impl fmt::Display for MediaMismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size { expected, actual } => {
                write!(f, "the file was to have {expected} bytes and has {actual}")
            }
            Self::Sha256 => f.write_str("the file has another SHA-256 than it was to have"),
        }
    }
}

impl std::error::Error for MediaMismatch {}

/// Counts and hashes what arrives.
#[derive(Debug, Default)]
pub(crate) struct Check {
    size: Option<u64>,
    digest: Option<([u8; 32], Sha256)>,
    seen: u64,
}

impl Check {
    /// A digest that is neither hexadecimal nor base64 is none that can be checked: its form is not
    /// documented.
    pub(crate) fn new(size: Option<u64>, sha256: Option<&str>) -> Self {
        Self {
            size,
            digest: sha256
                .and_then(decode)
                .map(|digest| (digest, Sha256::new())),
            seen: 0,
        }
    }

    /// How many bytes there were so far.
    pub(crate) fn seen(&self) -> u64 {
        self.seen
    }

    /// How many there will be.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    pub(crate) fn update(&mut self, chunk: &[u8]) -> Result<(), MediaMismatch> {
        self.seen = self.seen.saturating_add(chunk.len() as u64);
        if let Some((_, hasher)) = &mut self.digest {
            hasher.update(chunk);
        }
        match self.size {
            Some(expected) if self.seen > expected => Err(self.wrong_size(expected)),
            _ => Ok(()),
        }
    }

    pub(crate) fn finish(&mut self) -> Result<(), MediaMismatch> {
        if let Some(expected) = self.size.filter(|expected| *expected != self.seen) {
            return Err(self.wrong_size(expected));
        }
        let differs = |(expected, hasher): ([u8; 32], Sha256)| hasher.finalize()[..] != expected;
        if self.digest.take().is_some_and(differs) {
            return Err(MediaMismatch::Sha256);
        }
        Ok(())
    }

    fn wrong_size(&self, expected: u64) -> MediaMismatch {
        MediaMismatch::Size {
            expected,
            actual: self.seen,
        }
    }
}

/// A digest in hexadecimal or in base64, of either alphabet and padded or not.
fn decode(text: &str) -> Option<[u8; 32]> {
    let text = text.trim();
    let bytes = if text.len() == 64 {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let pairs = text.as_bytes().chunks_exact(2);
        let bytes: Option<Vec<u8>> = pairs
            .map(|pair| u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).ok())
            .collect();
        bytes?
    } else {
        [alphabet::STANDARD, alphabet::URL_SAFE]
            .into_iter()
            .find_map(|alphabet| GeneralPurpose::new(&alphabet, LENIENT).decode(text).ok())?
    };
    bytes.try_into().ok()
}

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

#[cfg(test)]
mod tests {
    use super::*;

    // Of "hello".
    const HEX: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const BASE64: &str = "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=";

    fn outcome(size: Option<u64>, sha256: &str, chunks: &[&[u8]]) -> Result<(), MediaMismatch> {
        let mut check = Check::new(size, Some(sha256));
        for chunk in chunks {
            check.update(chunk)?;
        }
        check.finish()
    }

    #[test]
    fn a_digest_is_taken_in_every_spelling() {
        let url_safe = BASE64.replace('+', "-").replace('/', "_");
        let bare = BASE64.trim_end_matches('=');
        for digest in [
            HEX,
            &HEX.to_uppercase(),
            BASE64,
            bare,
            &url_safe,
            &format!(" {HEX}\n"),
        ] {
            assert_eq!(
                outcome(None, digest, &[b"hel", b"", b"lo"]),
                Ok(()),
                "{digest}"
            );
            assert_eq!(
                outcome(None, digest, &[b"hullo"]),
                Err(MediaMismatch::Sha256),
                "{digest}"
            );
        }
    }

    #[test]
    fn a_digest_of_another_form_is_not_checked() {
        for digest in ["", "abc", "zz", &"z".repeat(64), &"ä".repeat(32), "AAAA"] {
            assert_eq!(outcome(Some(5), digest, &[b"hello"]), Ok(()), "{digest}");
        }
    }

    #[test]
    fn a_wrong_size_is_found_at_the_end_or_as_soon_as_there_is_too_much() {
        let short = outcome(Some(6), HEX, &[b"hello"]);
        assert_eq!(
            short,
            Err(MediaMismatch::Size {
                expected: 6,
                actual: 5
            })
        );
        let mut check = Check::new(Some(4), None);
        assert_eq!(
            check.update(b"hello"),
            Err(MediaMismatch::Size {
                expected: 4,
                actual: 5
            })
        );
    }
}
