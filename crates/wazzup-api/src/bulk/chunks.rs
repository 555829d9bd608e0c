use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use futures_core::stream::Stream;
use futures_util::stream::{self, StreamExt};

use super::{
    plan::{Plan, Slot},
    report::BulkItem,
};

/// Stream of the results of a [`Bulk`](super::Bulk) call, those of one request at a time, in the
/// order the requests end. From [`Bulk::by_chunk`](super::Bulk::by_chunk).
#[must_use = "streams do nothing unless polled"]
pub struct BulkChunks<Id> {
    inner: Pin<Box<dyn Stream<Item = Vec<BulkItem<Id>>> + Send>>,
    entities: usize,
    duplicates: usize,
    requests: usize,
    unsent_from: Arc<AtomicUsize>,
}

impl<Id: 'static> BulkChunks<Id> {
    pub(super) fn new<T, F>(
        plan: Plan<T>,
        concurrency: usize,
        send: impl Fn(Vec<Slot<T>>) -> F + Send + 'static,
    ) -> Self
    where
        T: Send + 'static,
        F: Future<Output = Vec<BulkItem<Id>>> + Send + 'static,
        Id: Send,
    {
        let unsent_from = Arc::new(AtomicUsize::new(0));
        let begun = Arc::clone(&unsent_from);
        let begin = move |chunk: Vec<Slot<T>>| {
            // Chunks are begun in order, and so are the places in them.
            if let Some(last) = chunk.last() {
                begun.store(last.index + 1, Ordering::Relaxed);
            }
            send(chunk)
        };
        Self {
            unsent_from,
            entities: plan.chunks.iter().map(Vec::len).sum(),
            duplicates: plan.duplicates,
            requests: plan.chunks.len(),
            inner: Box::pin(
                stream::iter(plan.chunks)
                    .map(begin)
                    .buffer_unordered(concurrency),
            ),
        }
    }

    /// How many entities will be sent, duplicates left out.
    #[must_use]
    pub fn entities(&self) -> usize {
        self.entities
    }

    /// How many entities were left out because the same id came again later.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// How many requests the call was split into.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests
    }

    /// The place, in what the caller gave, from which on no request has been begun: when the stream
    /// is dropped now, those entities were certainly not sent.
    #[must_use]
    pub fn unsent_from(&self) -> usize {
        self.unsent_from.load(Ordering::Relaxed)
    }

    /// The next results, for those who have no `StreamExt` at hand.
    pub async fn next(&mut self) -> Option<Vec<BulkItem<Id>>> {
        poll_fn(|cx| self.inner.as_mut().poll_next(cx)).await
    }
}

impl<Id> Stream for BulkChunks<Id> {
    type Item = Vec<BulkItem<Id>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(cx)
    }
}

impl<Id> fmt::Debug for BulkChunks<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkChunks")
            .field("entities", &self.entities)
            .field("requests", &self.requests)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use futures_util::FutureExt;

    use super::*;

    fn plan() -> Plan<usize> {
        let slot = |index| Slot {
            index,
            value: index,
        };
        let chunks = [0..2, 3..5, 5..6, 6..8].map(|places| places.map(slot).collect());
        Plan {
            chunks: chunks.into(),
            duplicates: 1,
        }
    }

    #[test]
    fn what_no_request_was_begun_for_is_known() {
        let mut chunks: BulkChunks<()> = BulkChunks::new(plan(), 2, |_| pending());
        assert_eq!(chunks.unsent_from(), 0, "nothing is sent unasked");
        assert!(chunks.next().now_or_never().is_none());
        assert_eq!(chunks.unsent_from(), 5);
    }

    #[test]
    fn in_the_end_all_was_sent() {
        let mut chunks: BulkChunks<()> = BulkChunks::new(plan(), 2, |_| ready(Vec::new()));
        while chunks.next().now_or_never().flatten().is_some() {}
        assert_eq!(chunks.unsent_from(), 8);
    }
}
