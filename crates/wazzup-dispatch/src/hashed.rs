//! Maps whose keys are hashes already, so that they are not hashed again.

use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState},
    sync::OnceLock,
};

/// A map of keys that bring their hash along: types, whose hashes the compiler makes, and texts
/// [hashed](hash_of) with a secret of this process. Nobody outside can aim at either.
pub(crate) type Hashed<K, V> = HashMap<K, V, BuildHasherDefault<AsItIs>>;

/// Takes a hash as it is.
#[derive(Default)]
pub(crate) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write_u128(&mut self, hash: u128) {
        self.0 = hash as u64;
    }
}

/// The hash of a text, which differs from process to process.
pub(crate) fn hash_of(text: &str) -> u64 {
    static SECRET: OnceLock<RandomState> = OnceLock::new();
    SECRET.get_or_init(RandomState::new).hash_one(text)
}
