//! Which call it is that a connection is made for.
//!
//! hyper-util tells a connector nothing but the target. But it asks for a connection while the request
//! is polled, so whoever polls it can say whose request it is.

use std::{cell::Cell, sync::Arc};

use crate::Call;

thread_local! {
    static LEAVING: Cell<Option<Arc<Call>>> = const { Cell::new(None) };
}

/// Polls a request of this call, which is given back.
#[inline]
pub(crate) fn polling<T>(call: &mut Option<Arc<Call>>, poll: impl FnOnce() -> T) -> T {
    // If it panics, the call stays until the next one is polled, which does no harm.
    let outer = LEAVING.replace(call.take());
    let result = poll();
    *call = LEAVING.replace(outer);
    result
}

/// The call whose request is being polled, if that is known.
pub(super) fn call() -> Option<Arc<Call>> {
    let call = LEAVING.take();
    LEAVING.set(call.clone());
    call
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CallOptions, Endpoint};

    #[test]
    fn the_call_is_known_while_it_is_polled_and_that_around_it_after_that() {
        let new = || {
            Some(Arc::new(Call::new(
                Endpoint::get("a.b", "/"),
                CallOptions::new(),
            )))
        };
        let is = |one: &Option<Arc<Call>>, other: &Option<Arc<Call>>| match (one, other) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        let (mut outer, mut inner) = (new(), new());
        let (kept_outer, kept_inner) = (outer.clone(), inner.clone());
        polling(&mut outer, || {
            assert!(is(&call(), &kept_outer));
            polling(&mut inner, || assert!(is(&call(), &kept_inner)));
            polling(&mut None, || assert!(call().is_none()));
            assert!(is(&call(), &kept_outer));
        });
        assert!(call().is_none());
        assert!(is(&outer, &kept_outer) && is(&inner, &kept_inner));
    }
}
