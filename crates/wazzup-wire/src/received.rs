//! An event beside its JSON.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::RawJson;

/// An event beside the JSON it was read from. Cheap to clone: clones share both.
#[derive(PartialEq)]
#[non_exhaustive]
pub struct Received<T> {
    /// The event.
    pub data: Arc<T>,
    raw: RawJson,
}

impl<T> Received<T> {
    /// Puts an event beside its JSON.
    #[must_use]
    #[inline]
    pub fn new(data: T, raw: RawJson) -> Self {
        Self {
            data: Arc::new(data),
            raw,
        }
    }

    /// The JSON as it came: fields this version does not name are in it.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        &self.raw
    }

    /// The event and its JSON. The event is cloned if it is shared.
    #[must_use]
    pub fn into_parts(self) -> (T, RawJson)
    where
        T: Clone,
    {
        (Arc::unwrap_or_clone(self.data), self.raw)
    }

    /// The same JSON beside something else made of the event, which is cloned if it is shared.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Received<U>
    where
        T: Clone,
    {
        let (data, raw) = self.into_parts();
        Received::new(change(data), raw)
    }
}

impl<T> Clone for Received<T> {
    fn clone(&self) -> Self {
        Self {
            data: Arc::clone(&self.data),
            raw: self.raw.clone(),
        }
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.data
    }
}

impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("data", &self.data)
            .field("raw", &self.raw)
            .finish()
    }
}
