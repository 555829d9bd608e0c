//! An event beside its JSON.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::RawJson;

/// An event beside the JSON it was read from; `Deref` leads to the event. Cheap to clone: clones
/// share both.
pub struct Received<T>(Arc<Both<T>>);

/// In one place, so that a clone counts one reference and not two.
#[derive(Clone, PartialEq)]
struct Both<T> {
    data: T,
    raw: RawJson,
}

impl<T> Received<T> {
    /// Puts an event beside its JSON.
    #[must_use]
    #[inline]
    pub fn new(data: T, raw: RawJson) -> Self {
        Self(Arc::new(Both { data, raw }))
    }

    /// The JSON as it came: fields this version does not name are in it.
    #[must_use]
    pub fn raw(&self) -> &RawJson {
        &self.0.raw
    }

    /// The event and its JSON. The event is cloned if it is shared.
    #[must_use]
    pub fn into_parts(self) -> (T, RawJson)
    where
        T: Clone,
    {
        let Both { data, raw } = Arc::unwrap_or_clone(self.0);
        (data, raw)
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
        Self(Arc::clone(&self.0))
    }
}

impl<T: PartialEq> PartialEq for Received<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.data
    }
}

impl<T: fmt::Debug> fmt::Debug for Received<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("data", &self.0.data)
            .field("raw", self.raw())
            .finish()
    }
}
