use std::fmt;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::StreamExt as _;

use super::Wait as _;

/// Turns a stream of pages or items into an iterator.
pub trait WaitEach: Stream + Sized {
    /// Iterates over the items, blocking this thread for each that is not there yet.
    ///
    /// Nothing is fetched before it is asked for, and dropping the iterator ends the stream.
    fn wait_each(self) -> Each<Self>;
}

impl<S: Stream> WaitEach for S {
    fn wait_each(self) -> Each<S> {
        Each {
            stream: Some(Box::pin(self)),
        }
    }
}

/// Iterator of [`WaitEach::wait_each`].
#[must_use = "an iterator does nothing unless asked for items"]
pub struct Each<S> {
    /// Dropped at its end: a stream need not bear being asked again.
    stream: Option<Pin<Box<S>>>,
}

impl<S: Stream> Iterator for Each<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let item = self.stream.as_mut()?.next().wait();
        if item.is_none() {
            self.stream = None;
        }
        item
    }
}

impl<S> fmt::Debug for Each<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Each").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::stream;

    use super::*;

    #[test]
    fn every_item_comes_in_order_and_then_the_end() {
        let mut each = stream::iter(1..=3).wait_each();
        assert_eq!(each.by_ref().collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(each.next(), None);
        assert_eq!(each.next(), None);
    }

    #[test]
    fn nothing_is_made_before_it_is_asked_for() {
        let made = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&made);
        let endless = stream::repeat_with(move || counter.fetch_add(1, Ordering::SeqCst));
        assert_eq!(endless.wait_each().take(2).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(made.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let fails = stream::poll_fn(|_| -> std::task::Poll<Option<u8>> { panic!("as it should") });
        let caught = std::panic::catch_unwind(|| fails.wait_each().next());
        assert!(caught.is_err());
    }
}
