use std::{fmt, sync::Arc};

use crate::filter::Filter;

/// Both filters. Made by [`Filter::and`].
#[derive(Clone, Copy, Debug)]
pub struct And<A, B>(pub(super) A, pub(super) B);

/// One filter at least. Made by [`Filter::or`].
#[derive(Clone, Copy, Debug)]
pub struct Or<A, B>(pub(super) A, pub(super) B);

/// The opposite of a filter. Made by [`Filter::not`].
#[derive(Clone, Copy, Debug)]
pub struct Not<F>(pub(super) F);

impl<E, A: Filter<E>, B: Filter<E>> Filter<E> for And<A, B> {
    fn matches(&self, event: &E) -> bool {
        self.0.matches(event) && self.1.matches(event)
    }
}

impl<E, A: Filter<E>, B: Filter<E>> Filter<E> for Or<A, B> {
    fn matches(&self, event: &E) -> bool {
        self.0.matches(event) || self.1.matches(event)
    }
}

impl<E, F: Filter<E>> Filter<E> for Not<F> {
    fn matches(&self, event: &E) -> bool {
        !self.0.matches(event)
    }
}

/// A filter of any type. Made by [`Filter::shared`].
pub struct SharedFilter<E>(Arc<dyn Filter<E>>);

impl<E> SharedFilter<E> {
    pub(super) fn new(filter: impl Filter<E>) -> Self {
        Self(Arc::new(filter))
    }
}

impl<E: 'static> Filter<E> for SharedFilter<E> {
    fn matches(&self, event: &E) -> bool {
        self.0.matches(event)
    }
}

impl<E> Clone for SharedFilter<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<E> fmt::Debug for SharedFilter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedFilter(..)")
    }
}

/// Every event.
pub fn always<E>() -> impl Filter<E> + Copy {
    |_: &E| true
}

/// No event.
pub fn never<E>() -> impl Filter<E> + Copy {
    |_: &E| false
}

/// Events that meet all of these; every event if there are none.
pub fn all_of<E, F: Filter<E>>(filters: impl IntoIterator<Item = F>) -> impl Filter<E> {
    let filters: Box<[F]> = filters.into_iter().collect();
    move |event: &E| filters.iter().all(|filter| filter.matches(event))
}

/// Events that meet one of these at least; no event if there are none.
pub fn any_of<E, F: Filter<E>>(filters: impl IntoIterator<Item = F>) -> impl Filter<E> {
    let filters: Box<[F]> = filters.into_iter().collect();
    move |event: &E| filters.iter().any(|filter| filter.matches(event))
}
