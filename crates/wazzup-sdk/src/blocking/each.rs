use std::fmt;
use std::sync::mpsc;

use futures_core::Stream;
use futures_util::StreamExt as _;
use tokio::sync::mpsc as demand;

use super::background;

/// Turns a stream of pages or items into an iterator.
pub trait WaitEach: Stream {
    /// Iterates over the items, blocking this thread for each that is not there yet.
    ///
    /// Nothing is fetched before it is asked for, and dropping the iterator ends the stream.
    fn wait_each(self) -> Each<Self::Item>;
}

impl<S> WaitEach for S
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    fn wait_each(self) -> Each<S::Item> {
        let (ask, mut asked) = demand::channel(1);
        let (give, given) = mpsc::sync_channel(1);
        background::handle().spawn(async move {
            let mut stream = std::pin::pin!(self);
            while let Some(()) = asked.recv().await {
                let Some(item) = stream.next().await else {
                    return;
                };
                // Never blocks: each item was asked for, and the last one was taken.
                if give.send(item).is_err() {
                    return;
                }
            }
        });
        Each { ask, given }
    }
}

/// Iterator of [`WaitEach::wait_each`].
pub struct Each<T> {
    ask: demand::Sender<()>,
    given: mpsc::Receiver<T>,
}

impl<T> Iterator for Each<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // Refused only once the stream has ended.
        self.ask.try_send(()).ok()?;
        self.given.recv().ok()
    }
}

impl<T> fmt::Debug for Each<T> {
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
}
