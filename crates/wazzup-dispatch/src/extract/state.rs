use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
    fmt,
    sync::{Arc, RwLock},
};

use crate::{
    extract::{Delivery, ExtractError, FromDelivery},
    sync::{read, write},
};

/// The router's state of this type, cloned: wrap what is big in an `Arc`.
///
/// A handler of a [merged](crate::Router::merge) router gets its own router's state, and that of the
/// router it was merged into for types its own has none of. Missing state fails the handler, and
/// [`Router::check`](crate::Router::check) finds it beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "handlers take it apart in their arguments"
)]
pub struct State<T>(pub T);

impl<T: Clone + Send + Sync + 'static> State<T> {
    fn missing() -> ExtractError {
        ExtractError::missing(
            type_name::<Self>(),
            "add it with `with_state` or `set_state`",
        )
    }
}

impl<T: Clone + Send + Sync + 'static> FromDelivery for State<T> {
    const LOOKS_BACK: bool = false;

    fn from_delivery(delivery: &Delivery<'_>) -> Result<Self, ExtractError> {
        delivery.scopes.get().map(Self).ok_or_else(Self::missing)
    }

    fn check(scopes: &Scopes) -> Result<(), ExtractError> {
        if scopes.contains::<T>() {
            Ok(())
        } else {
            Err(Self::missing())
        }
    }
}

/// The state of one router.
#[derive(Default)]
pub(crate) struct Scope(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Scope {
    pub(crate) fn insert<T: Clone + Send + Sync + 'static>(&self, value: T) {
        let old = write(&self.0).insert(TypeId::of::<T>(), Arc::new(value));
        // Dropped here, after the lock: its `Drop` is the user's code.
        drop(old);
    }
}

/// The states a handler can take from: its own router's first, then those of the routers it was
/// merged into.
#[derive(Clone)]
pub struct Scopes(Arc<[Arc<Scope>]>);

impl Scopes {
    pub(crate) fn new(scope: Arc<Scope>) -> Self {
        Self(Arc::new([scope]))
    }

    /// The same with one more to look into at last.
    pub(crate) fn then(&self, scope: &Arc<Scope>) -> Self {
        if self.0.iter().any(|present| Arc::ptr_eq(present, scope)) {
            return self.clone();
        }
        Self(self.0.iter().chain([scope]).cloned().collect())
    }

    /// The state of this type.
    #[must_use]
    pub fn get<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        // Cloned outside the lock: its `Clone` is the user's code.
        let find = |scope: &Arc<Scope>| read(&scope.0).get(&TypeId::of::<T>()).cloned();
        self.0.iter().find_map(find)?.downcast_ref::<T>().cloned()
    }

    /// Whether there is state of this type.
    #[must_use]
    pub fn contains<T: Clone + Send + Sync + 'static>(&self) -> bool {
        self.0
            .iter()
            .any(|scope| read(&scope.0).contains_key(&TypeId::of::<T>()))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scopes").field(&self.0.len()).finish()
    }
}
