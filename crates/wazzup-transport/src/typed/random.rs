use std::{collections::hash_map::RandomState, hash::BuildHasher, time::SystemTime};

/// 128 bits nobody can guess, as 32 hexadecimal digits.
///
/// Two keyed SipHashes, whose keys the standard library takes from the system and changes from one
/// to the next: enough for a name that is to be told from others, and for a key that lives for a
/// minute or may be replaced any time, and no crate more.
#[must_use]
pub fn random_hex() -> String {
    let now = SystemTime::now();
    let [high, low] = [(); 2].map(|()| RandomState::new().hash_one(now));
    format!("{high:016x}{low:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_are_alike_and_all_have_32_digits() {
        let many: std::collections::HashSet<String> = (0..10_000).map(|_| random_hex()).collect();

        assert_eq!(many.len(), 10_000);
        assert!(many.iter().all(|id| id.len() == 32));
    }
}
