//! Media: what was uploaded and what users sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// A file that was uploaded or that a user sent.
#[derive(Clone)]
pub(crate) struct Medium {
    /// The id of the number that it belongs to.
    pub(crate) owner: String,
    pub(crate) mime_type: String,
    /// What whoever brought it called it.
    pub(crate) file_name: Option<String>,
    pub(crate) bytes: Bytes,
    /// In hexadecimal digits. Made once: a large file takes its time.
    pub(crate) sha256: String,
    /// From this moment on it is gone.
    pub(crate) expires_at: i64,
}

impl Medium {
    /// A medium that lives on until it is told for how long.
    pub(crate) fn new(owner: String, mime_type: String, bytes: Bytes) -> Self {
        Self {
            owner,
            mime_type,
            file_name: None,
            sha256: hex::encode(Sha256::digest(&bytes)),
            bytes,
            expires_at: i64::MAX,
        }
    }

    pub(crate) fn named(mut self, file_name: Option<String>) -> Self {
        self.file_name = file_name.filter(|name| !name.is_empty());
        self
    }

    /// Lets it live for so many milliseconds from now on.
    pub(crate) fn living(mut self, now: i64, lives: u64) -> Self {
        self.expires_at = now.saturating_add(i64::try_from(lives).unwrap_or(i64::MAX));
        self
    }
}

impl fmt::Debug for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Medium")
            .field("mime_type", &self.mime_type)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// All media by id. Whoever touches them lets those go whose time is up.
#[derive(Debug, Default)]
pub(crate) struct Media {
    by_id: BTreeMap<String, Medium>,
    /// When each of them expires.
    ends: BTreeSet<(i64, String)>,
}

impl Media {
    pub(crate) fn add(&mut self, id: String, medium: Medium, now: i64) {
        self.sweep(now);
        self.ends.insert((medium.expires_at, id.clone()));
        self.by_id.insert(id, medium);
    }

    pub(crate) fn remove(&mut self, id: &str) {
        if let Some(medium) = self.by_id.remove(id) {
            self.ends.remove(&(medium.expires_at, id.to_owned()));
        }
    }

    /// The medium, unless it has expired.
    pub(crate) fn get(&self, id: &str, now: i64) -> Option<&Medium> {
        self.by_id.get(id).filter(|medium| now < medium.expires_at)
    }

    /// Lets go of the bytes of all that have expired.
    pub(crate) fn sweep(&mut self, now: i64) {
        while self.ends.first().is_some_and(|(end, _)| *end <= now) {
            if let Some((_, id)) = self.ends.pop_first() {
                self.by_id.remove(&id);
            }
        }
    }
}

/// A file on its way, which may break off and go on. Nobody asks for its bytes, so they are only
/// counted.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) mime_type: String,
    /// How many bytes it will have.
    pub(crate) length: usize,
    /// How many are here.
    pub(crate) received: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_is_gone_when_its_time_is_up() {
        let mut media = Media::default();
        let bytes = Bytes::from_static(b"x");
        let medium = Medium::new("1".to_owned(), "image/png".to_owned(), bytes);
        media.add("7".to_owned(), medium.living(2, 8), 2);
        assert!(media.get("7", 9).is_some());
        assert!(media.get("7", 10).is_none());
    }

    #[test]
    fn whoever_touches_media_lets_go_of_those_that_have_expired() {
        let mut media = Media::default();
        let medium = |lives| {
            let bytes = Bytes::from_static(b"x");
            Medium::new("1".to_owned(), "image/png".to_owned(), bytes).living(0, lives)
        };
        for (id, lives) in [("a", 10), ("b", 10), ("c", 20), ("d", 5)] {
            media.add(id.to_owned(), medium(lives), 0);
        }
        media.remove("a");
        media.sweep(9);
        assert_eq!(media.by_id.keys().collect::<Vec<_>>(), ["b", "c"]);
        media.add("e".to_owned(), medium(30), 10);
        assert_eq!(media.by_id.keys().collect::<Vec<_>>(), ["c", "e"]);
        media.sweep(i64::MAX - 1);
        assert!(media.by_id.is_empty() && media.ends.is_empty());
    }
}
