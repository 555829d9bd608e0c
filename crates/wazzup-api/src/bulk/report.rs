use std::{fmt, sync::Arc};

use crate::Error;

/// What a bulk call did, entity by entity.
///
/// A chunk that fails never hides the others: look at [`items`](Self::items), or turn the
/// report into a `Result` by [`into_result`](Self::into_result).
#[derive(Clone, Debug)]
#[must_use = "a bulk call reports failures here and nowhere else"]
pub struct BulkReport<Id> {
    items: Vec<BulkItem<Id>>,
    duplicates: usize,
    requests: usize,
}

impl<Id> BulkReport<Id> {
    pub(super) fn new(mut items: Vec<BulkItem<Id>>, duplicates: usize, requests: usize) -> Self {
        items.sort_unstable_by_key(|item| item.index);
        Self {
            items,
            duplicates,
            requests,
        }
    }

    /// One entry per entity that was to be sent, in the order given. Entities left out as
    /// [duplicates](Self::duplicates) have none.
    #[must_use]
    pub fn items(&self) -> &[BulkItem<Id>] {
        &self.items
    }

    /// The entries, by value.
    #[must_use]
    pub fn into_items(self) -> Vec<BulkItem<Id>> {
        self.items
    }

    /// How many entities were left out because the same id came again later: the last one
    /// was sent.
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// How many requests the call was split into.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests
    }

    /// Whether every entity is [`Done`](BulkOutcome::Done).
    #[must_use]
    pub fn all_done(&self) -> bool {
        self.items.iter().all(|item| item.outcome.is_done())
    }

    /// The entities that are stored, or deleted.
    pub fn done(&self) -> impl Iterator<Item = &Id> {
        self.items
            .iter()
            .filter(|item| item.outcome.is_done())
            .map(|item| &item.id)
    }

    /// The ids the service did not know.
    pub fn not_found(&self) -> impl Iterator<Item = &Id> {
        let missing = |item: &&BulkItem<Id>| matches!(item.outcome, BulkOutcome::NotFound);
        self.items.iter().filter(missing).map(|item| &item.id)
    }

    /// Everything that is not done and not merely missing, in the order given.
    pub fn failed(&self) -> impl Iterator<Item = &BulkItem<Id>> {
        self.items
            .iter()
            .filter(|item| item.outcome.error().is_some())
    }

    /// The report if nothing [failed](Self::failed), ids that weren't there to delete aside.
    ///
    /// # Errors
    ///
    /// A [`BulkError`], which holds the whole report, if the outcome of one entity at least is
    /// [`Rejected`](BulkOutcome::Rejected), [`Untouched`](BulkOutcome::Untouched) or
    /// [`Unknown`](BulkOutcome::Unknown).
    pub fn into_result(self) -> Result<Self, BulkError<Id>> {
        if self.failed().next().is_none() {
            Ok(self)
        } else {
            Err(BulkError { report: self })
        }
    }
}

/// One entity of a bulk call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BulkItem<Id> {
    /// Its place in what the caller gave, from 0.
    pub index: usize,
    /// Its id.
    pub id: Id,
    /// What became of it.
    pub outcome: BulkOutcome,
}

impl<Id> BulkItem<Id> {
    pub(super) fn new(index: usize, id: Id, outcome: BulkOutcome) -> Self {
        Self { index, id, outcome }
    }
}

/// What became of one entity of a bulk call.
///
/// The errors are shared by all entities of one request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BulkOutcome {
    /// Created or updated, or deleted.
    Done,
    /// It was to be deleted and the service does not know it. Not told when the request was
    /// repeated after a lost answer: then it may be the first try that has deleted it.
    NotFound,
    /// The service names this entity as the reason, or one of the reasons, why it refused the
    /// request.
    Rejected {
        /// The fields it objects to.
        fields: Vec<String>,
        /// Its answer.
        error: Arc<Error>,
    },
    /// Nothing was done with this entity, and nothing is known to be wrong with it: its
    /// request was refused as a whole, often because of a neighbour, or never left.
    Untouched {
        /// Why.
        error: Arc<Error>,
    },
    /// The answer was lost, so the request may have been carried out or not. Both upserts and
    /// deletions can be done again without harm.
    Unknown {
        /// How the answer was lost.
        error: Arc<Error>,
    },
}

impl BulkOutcome {
    /// Whether it is [`Done`](Self::Done).
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }

    /// The error of the request the entity was in, if that failed.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Done | Self::NotFound => None,
            Self::Rejected { error, .. } | Self::Untouched { error } | Self::Unknown { error } => {
                Some(error)
            }
        }
    }
}

/// A bulk call in which something failed. From [`BulkReport::into_result`].
#[derive(Clone, Debug)]
pub struct BulkError<Id> {
    report: BulkReport<Id>,
}

impl<Id> BulkError<Id> {
    /// What became of every entity.
    pub fn report(&self) -> &BulkReport<Id> {
        &self.report
    }

    /// The report, by value.
    pub fn into_report(self) -> BulkReport<Id> {
        self.report
    }
}

impl<Id> fmt::Display for BulkError<Id> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (failed, all) = (self.report.failed().count(), self.report.items.len());
        write!(f, "{failed} of {all} entities failed")
    }
}

impl<Id: fmt::Debug> std::error::Error for BulkError<Id> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let first = self.report.failed().next()?.outcome.error()?;
        Some(first)
    }
}
