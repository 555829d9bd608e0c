//! What came in and what went out, bounded.

mod record;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

pub use record::{Attempt, RequestRecord};

/// Longest part of a body that the journal keeps, in bytes.
pub const JOURNAL_BODY_MAX: usize = 64 * 1024;

/// What the emulator saw: requests in, webhook attempts out, oldest first.
///
/// Bounded: 10 000 entries of each kind unless [`Builder::journal_limit`](crate::Builder::journal_limit)
/// says otherwise, and 64 MiB of bodies of each kind; of each body the first [`JOURNAL_BODY_MAX`] bytes.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Journal {
    /// Requests to the routes of the services. The control API is not recorded.
    pub requests: Vec<RequestRecord>,
    /// Attempts to deliver a webhook, probes and questions included.
    pub webhooks: Vec<Attempt>,
    /// Requests no longer kept.
    pub requests_dropped: u64,
    /// Attempts no longer kept.
    pub webhooks_dropped: u64,
    /// Deliveries that were never made since too many waited.
    pub deliveries_dropped: u64,
}

#[derive(Debug)]
pub(crate) struct Log {
    limit: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    seq: u64,
    requests: Ring<RequestRecord>,
    webhooks: Ring<Attempt>,
    /// Deliveries answered 200, ever.
    delivered: u64,
}

#[derive(Debug)]
struct Ring<T> {
    entries: VecDeque<T>,
    bytes: usize,
    dropped: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            entries: VecDeque::new(),
            bytes: 0,
            dropped: 0,
        }
    }
}

/// Something with bodies.
trait Weigh {
    fn weight(&self) -> usize;
}

impl<T: Weigh> Ring<T> {
    const BYTES_MAX: usize = 64 * 1024 * 1024;

    fn push(&mut self, entry: T, limit: usize) {
        self.bytes += entry.weight();
        self.entries.push_back(entry);
        while self.entries.len() > limit || self.bytes > Self::BYTES_MAX {
            let Some(oldest) = self.entries.pop_front() else {
                return;
            };
            self.bytes -= oldest.weight();
            self.dropped += 1;
        }
    }
}

impl Log {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            inner: Mutex::default(),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn request(&self, mut record: RequestRecord) {
        record.trim();
        let mut inner = self.inner();
        inner.seq += 1;
        record.seq = inner.seq;
        inner.requests.push(record, self.limit);
    }

    pub(crate) fn attempt(&self, mut attempt: Attempt) {
        attempt.trim();
        let mut inner = self.inner();
        inner.seq += 1;
        attempt.seq = inner.seq;
        if attempt.succeeded() && attempt.is_webhook() {
            inner.delivered += 1;
        }
        inner.webhooks.push(attempt, self.limit);
    }

    pub(crate) fn delivered(&self) -> u64 {
        self.inner().delivered
    }

    pub(crate) fn clear(&self) {
        *self.inner() = Inner::default();
    }

    /// Everything kept whose number is above `since`.
    pub(crate) fn read(&self, since: u64) -> Journal {
        let inner = self.inner();
        let newer_requests = inner
            .requests
            .entries
            .iter()
            .filter(|entry| entry.seq > since);
        let newer_webhooks = inner
            .webhooks
            .entries
            .iter()
            .filter(|entry| entry.seq > since);
        Journal {
            requests: newer_requests.cloned().collect(),
            webhooks: newer_webhooks.cloned().collect(),
            requests_dropped: inner.requests.dropped,
            webhooks_dropped: inner.webhooks.dropped,
            deliveries_dropped: 0,
        }
    }
}
