use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
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
        Self {
            entities: plan.chunks.iter().map(Vec::len).sum(),
            duplicates: plan.duplicates,
            requests: plan.chunks.len(),
            inner: Box::pin(
                stream::iter(plan.chunks)
                    .map(send)
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
