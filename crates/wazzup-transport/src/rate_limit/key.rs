//! Who is counted, and in which bucket.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher as _, Hash},
    sync::OnceLock,
};

/// Whom a server counts: an API key, an account, a channel.
///
/// Holds a keyed hash and not the value, so a secret may be made one. Equal values give equal keys
/// within one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LimitKey(u64);

impl LimitKey {
    /// The key of those who are all counted together.
    pub const COMMON: Self = Self(0);

    /// The key that stands for this value.
    #[must_use]
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        static SEED: OnceLock<RandomState> = OnceLock::new();
        Self(SEED.get_or_init(RandomState::new).hash_one(value))
    }
}

impl LimitKey {
    /// One of so many parts, the same for each key.
    pub(super) const fn part(self, of: usize) -> usize {
        // Spread well already, but for the one of all.
        (self.0 % of as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_one_key() {
        assert_eq!(LimitKey::of("a"), LimitKey::of("a"));
        assert_ne!(LimitKey::of("a"), LimitKey::of("b"));
    }
}
