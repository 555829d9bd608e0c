//! Media: what was uploaded and what users sent.

use std::collections::BTreeMap;
use std::fmt;

use bytes::{Bytes, BytesMut};

/// A file that was uploaded or that a user sent.
#[derive(Clone)]
pub(crate) struct Medium {
    /// The id of the number that it belongs to.
    pub(crate) owner: String,
    pub(crate) mime_type: String,
    pub(crate) bytes: Bytes,
    /// From this moment on it is gone.
    pub(crate) expires_at: i64,
}

impl fmt::Debug for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Medium")
            .field("mime_type", &self.mime_type)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// All media by id.
#[derive(Debug, Default)]
pub(crate) struct Media {
    by_id: BTreeMap<String, Medium>,
}

impl Media {
    pub(crate) fn add(&mut self, id: String, medium: Medium) {
        self.by_id.insert(id, medium);
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.by_id.remove(id);
    }

    /// The medium, unless it has expired.
    pub(crate) fn get(&self, id: &str, now: i64) -> Option<&Medium> {
        self.by_id.get(id).filter(|medium| now < medium.expires_at)
    }
}

/// A file on its way, which may break off and go on.
pub(crate) struct Upload {
    pub(crate) mime_type: String,
    /// How many bytes it will have.
    pub(crate) length: usize,
    /// Those that are here.
    pub(crate) bytes: BytesMut,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("length", &self.length)
            .field("offset", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_medium_is_gone_when_its_time_is_up() {
        let mut media = Media::default();
        let medium = Medium {
            owner: "1".to_owned(),
            mime_type: "image/png".to_owned(),
            bytes: Bytes::from_static(b"x"),
            expires_at: 10,
        };
        media.add("7".to_owned(), medium);
        assert!(media.get("7", 9).is_some());
        assert!(media.get("7", 10).is_none());
    }
}
