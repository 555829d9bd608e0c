//! A hash for scopes: they are looked up for each request.

use std::hash::{BuildHasherDefault, Hasher};

/// For maps whose keys are [`Scope`](super::Scope)s.
///
/// A scope holds a keyed hash already, which nobody outside can aim, and a bucket, which is written
/// in the program; so nothing is won by the care that the standard hash takes.
pub(super) type ScopeHash = BuildHasherDefault<Mix>;

#[derive(Default)]
pub(super) struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..eight.len()].copy_from_slice(eight);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        // Multiplying by an odd number and folding spreads every bit over the upper and lower ones,
        // both of which a table looks at.
        let product = u128::from(self.0 ^ word ^ 0x9e37_79b9_7f4a_7c15) * 0xa076_1d64_78bd_642f;
        self.0 = (product as u64) ^ ((product >> 64) as u64);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashSet,
        hash::{BuildHasher as _, Hash as _},
    };

    use super::*;
    use crate::{
        Bucket,
        rate_limit::{LimitKey, Scope},
    };

    #[test]
    fn scopes_are_spread() {
        let hash = ScopeHash::default();
        let mut upper = HashSet::new();
        let mut lower = HashSet::new();
        for number in 0..1000 {
            for bucket in ["default", "messages", "message", ""].map(Bucket::new) {
                let key = LimitKey::of(&number);
                let mut hasher = hash.build_hasher();
                Scope { bucket, key }.hash(&mut hasher);
                upper.insert(hasher.finish() >> 44);
                lower.insert(hasher.finish() & 0xf_ffff);
            }
        }
        assert!(
            upper.len() > 3950 && lower.len() > 3950,
            "{} {}",
            upper.len(),
            lower.len()
        );
    }
}
