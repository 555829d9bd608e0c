//! Calls on many entities: split, run side by side, reported entity by entity.

mod blame;
mod chunks;
mod entities;
pub(crate) mod plan;
mod report;

use std::{fmt, future::IntoFuture, sync::Arc};

use serde::Serialize;
use wazzup_transport::{CallOptions, Endpoint, Reply, Request, Transport};

use self::{
    blame::blamed,
    plan::{Plan, Slot},
};
pub use self::{
    chunks::BulkChunks,
    report::{BulkError, BulkItem, BulkOutcome, BulkReport},
};
use crate::{
    Error, Result,
    call::{StepsFuture, call_options, steps},
};

/// How many requests of one bulk call are under way at once unless told otherwise.
pub const BULK_CONCURRENCY: usize = 4;

/// What can be sent or deleted in bulk: the `New*` entities, and ids.
pub trait BulkEntity: Serialize + Clone + Send + Sync + 'static + private::Sealed {
    /// What names the entity.
    type Id: Clone + fmt::Debug + AsRef<str> + Send + Sync + 'static;

    /// Its id.
    fn bulk_id(&self) -> &Self::Id;
}

pub(crate) mod private {
    /// Keeps [`BulkEntity`](super::BulkEntity) ours, so that it may grow.
    #[expect(unnameable_types, reason = "nobody else is to name it")]
    pub trait Sealed {}
}

/// A bulk call about to be made: set options on it, then await it for a [`BulkReport`].
///
/// Entities are sent [`BULK_MAX`](wazzup_types::page::BULK_MAX) per request. Of those with one id only the last is sent, since
/// the service answers 500 to two of them in one request. The service stores nothing of a request
/// it refuses.
///
/// Options hold for each request.
#[derive(Clone)]
#[must_use = "a request does nothing unless awaited"]
pub struct Bulk<E> {
    transport: Transport,
    endpoint: &'static Endpoint,
    entities: Vec<E>,
    missing: Missing,
    concurrency: usize,
    resend_rest: bool,
    options: CallOptions,
}

/// Reads the ids that the service did not know out of its answer.
pub(crate) type Missing = fn(&Reply) -> Vec<String>;

impl<E: BulkEntity> Bulk<E> {
    pub(crate) fn new(
        transport: &Transport,
        endpoint: &'static Endpoint,
        entities: impl IntoIterator<Item = E>,
        missing: Missing,
    ) -> Self {
        Self {
            transport: transport.clone(),
            endpoint,
            entities: entities.into_iter().collect(),
            missing,
            concurrency: BULK_CONCURRENCY,
            resend_rest: false,
            options: CallOptions::default(),
        }
    }

    /// How many requests may be under way at once, 1 at least. [`BULK_CONCURRENCY`] unless set.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// When the service refuses a request and names the entities it objects to, sends the others
    /// of that request again without them. Off unless set.
    pub fn resend_rest(mut self) -> Self {
        self.resend_rest = true;
        self
    }

    /// Makes the requests and gives the results as they come, those of one request at a time, in
    /// no fixed order: for a progress bar.
    pub fn by_chunk(self) -> BulkChunks<E::Id> {
        let plan = Plan::new(self.entities, |entity| entity.bulk_id().as_ref());
        let sender = ChunkSender {
            transport: self.transport,
            endpoint: self.endpoint,
            missing: self.missing,
            resend_rest: self.resend_rest,
            options: self.options,
        };
        BulkChunks::new(plan, self.concurrency, move |chunk| {
            sender.clone().send(chunk)
        })
    }
}

call_options!(<E> Bulk);

impl<E> fmt::Debug for Bulk<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk")
            .field("endpoint", &self.endpoint)
            .field("entities", &self.entities.len())
            .field("concurrency", &self.concurrency)
            .field("resend_rest", &self.resend_rest)
            .finish_non_exhaustive()
    }
}

impl<E: BulkEntity> IntoFuture for Bulk<E> {
    type Output = BulkReport<E::Id>;
    type IntoFuture = StepsFuture<BulkReport<E::Id>>;

    fn into_future(self) -> Self::IntoFuture {
        let mut chunks = self.by_chunk();
        steps(async move {
            let (duplicates, requests) = (chunks.duplicates(), chunks.requests());
            let mut items = Vec::new();
            while let Some(chunk) = chunks.next().await {
                items.extend(chunk);
            }
            BulkReport::new(items, duplicates, requests)
        })
    }
}

/// What every request of a bulk call shares.
#[derive(Clone)]
struct ChunkSender {
    transport: Transport,
    endpoint: &'static Endpoint,
    missing: Missing,
    resend_rest: bool,
    options: CallOptions,
}

impl ChunkSender {
    async fn send<E: BulkEntity>(self, mut chunk: Vec<Slot<E>>) -> Vec<BulkItem<E::Id>> {
        let mut settled = Vec::with_capacity(chunk.len());
        loop {
            let error = match self.request(&chunk).await {
                Ok(reply) => {
                    settled.extend(self.carried_out(chunk, &reply));
                    return settled;
                }
                Err(error) => Arc::new(error),
            };
            let asked = chunk.len();
            let rest = refused(chunk, &error, &mut settled);
            if rest.is_empty() {
                return settled;
            }
            // Only with fewer entities than this turn had, so this ends.
            if !self.resend_rest || rest.len() == asked {
                settled.extend(untouched(rest, &error));
                return settled;
            }
            chunk = rest;
        }
    }

    async fn request<E: BulkEntity>(&self, chunk: &[Slot<E>]) -> Result<Reply> {
        let body: Vec<&E> = chunk.iter().map(|slot| &slot.value).collect();
        let request = Request::new(self.endpoint)
            .json(&body)
            .options(self.options.clone());
        self.transport.execute_raw(request).await
    }

    fn carried_out<E: BulkEntity>(
        &self,
        chunk: Vec<Slot<E>>,
        reply: &Reply,
    ) -> impl Iterator<Item = BulkItem<E::Id>> {
        let missing = (self.missing)(reply);
        chunk.into_iter().map(move |slot| {
            let id = slot.value.bulk_id().clone();
            let outcome = match missing.iter().any(|missing| missing == id.as_ref()) {
                true => BulkOutcome::NotFound,
                false => BulkOutcome::Done,
            };
            BulkItem::new(slot.index, id, outcome)
        })
    }
}

/// Moves the entities that the service objects to into `settled` and gives back the others.
fn refused<E: BulkEntity>(
    chunk: Vec<Slot<E>>,
    error: &Arc<Error>,
    settled: &mut Vec<BulkItem<E::Id>>,
) -> Vec<Slot<E>> {
    let mut blamed = blamed(error);
    let mut rest = Vec::with_capacity(chunk.len());
    for (place, slot) in chunk.into_iter().enumerate() {
        match blamed.remove(&place) {
            Some(fields) => {
                let outcome = BulkOutcome::Rejected {
                    fields,
                    error: Arc::clone(error),
                };
                settled.push(BulkItem::new(
                    slot.index,
                    slot.value.bulk_id().clone(),
                    outcome,
                ));
            }
            None => rest.push(slot),
        }
    }
    rest
}

fn untouched<E: BulkEntity>(
    chunk: Vec<Slot<E>>,
    error: &Arc<Error>,
) -> impl Iterator<Item = BulkItem<E::Id>> {
    chunk.into_iter().map(move |slot| {
        let error = Arc::clone(error);
        let outcome = match error.may_have_executed() {
            true => BulkOutcome::Unknown { error },
            false => BulkOutcome::Untouched { error },
        };
        BulkItem::new(slot.index, slot.value.bulk_id().clone(), outcome)
    })
}

/// For upserts, whose answer is empty.
pub(crate) fn none_missing(_: &Reply) -> Vec<String> {
    Vec::new()
}

/// For deletions, whose answer is the list of the ids that are unknown; an empty or odd answer
/// counts as an empty list.
///
/// So does the answer to a repeat after a try whose answer was lost: what that one has deleted is
/// unknown to the service by then.
pub(crate) fn unknown_ids(reply: &Reply) -> Vec<String> {
    if reply.earlier_may_have_executed() {
        return Vec::new();
    }
    let listed = reply
        .json::<Option<Vec<serde_json::Value>>>()
        .ok()
        .flatten();
    let as_text = |id: serde_json::Value| match id {
        serde_json::Value::String(id) => Some(id),
        serde_json::Value::Number(id) => Some(id.to_string()),
        _ => None,
    };
    listed.into_iter().flatten().filter_map(as_text).collect()
}
