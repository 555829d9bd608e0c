//! The router: who wants which event.

mod ask;
mod check;
mod detached;
mod dispatch;
mod entry;
mod lanes;
mod notes;
mod register;
mod table;

pub use self::{
    ask::AskError,
    check::{CheckError, Problem},
    entry::{HandlerId, HandlerInfo},
};

use std::{
    any::TypeId,
    fmt,
    sync::{Arc, RwLock},
    time::Duration,
};

use self::{detached::Running, table::Table};
use crate::{
    envelope::EventArg,
    event::{Event, Question},
    extract::Scope,
    key::Topic,
    sync::{read, write},
    wait::{HasWaits, Listen, Mark, RecentLimits, Waits},
};

/// Gives events to the handlers that want them and to the waits for them.
///
/// Cheap to clone; clones are the same router. Handlers can be added and removed at any time, also
/// while it dispatches.
///
/// See the [crate's documentation](crate) for what runs when.
#[derive(Clone)]
pub struct Router(Arc<Shared>);

struct Shared {
    /// Replaced as a whole: a delivery keeps the table it started with.
    table: RwLock<Arc<Table>>,
    scope: Arc<Scope>,
    waits: Arc<Waits>,
    running: Arc<Running>,
}

impl Router {
    /// A router without handlers.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Shared {
            table: RwLock::default(),
            scope: Arc::default(),
            waits: Arc::new(Waits::new()),
            running: Arc::default(),
        }))
    }

    /// Adds state that this router's handlers take as [`State`](crate::State), also those added
    /// before. A second value of the same type replaces the first.
    #[must_use]
    pub fn with_state<T: Clone + Send + Sync + 'static>(self, state: T) -> Self {
        self.set_state(state);
        self
    }

    /// The same at run time. Takes effect at once.
    pub fn set_state<T: Clone + Send + Sync + 'static>(&self, state: T) {
        self.0.scope.insert(state);
    }

    /// Sets how many conversations of one delivery are handled at the same time: 32 if not set, 1 at
    /// least.
    #[must_use]
    pub fn with_concurrency(self, conversations: usize) -> Self {
        self.change(|table| table.concurrency = conversations.max(1));
        self
    }

    /// Sets a time limit for each handler that has none of its own. There is none if not set.
    #[must_use]
    pub fn with_handler_timeout(self, limit: Duration) -> Self {
        self.change(|table| table.timeout = Some(limit));
        self
    }

    /// Sets how many recent events to keep for waits that [look back](Listen::since).
    #[must_use]
    pub fn with_recent(self, limits: RecentLimits) -> Self {
        self.0.waits.set_limits(limits);
        self
    }

    /// This point in the stream of events: take it before what provokes an event, and wait
    /// [since](Listen::since) it.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.0.waits.mark()
    }

    /// Waits for the next event of this type, or of any type for [`Envelope`](crate::Envelope), that
    /// belongs to a conversation, is about a subject, or comes [anywhere](Topic::anywhere).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use wazzup_dispatch::{Conversation, Event, Router, WaitError};
    /// # #[derive(Clone)] struct Written { text: String }
    /// # impl Event for Written { const NAME: &'static str = "written"; }
    /// # async fn send(_: &str) {}
    /// async fn ask_for_name(router: &Router, chat: Conversation) -> Result<String, WaitError> {
    ///     let before = router.mark();
    ///     send("What's your name?").await;
    ///     let answer = router
    ///         .listen::<Written>(chat)
    ///         .when(|message| !message.text.is_empty())
    ///         .since(before) // an answer faster than `send` isn't missed
    ///         .timeout(Duration::from_secs(300))
    ///         .await?;
    ///     Ok(answer.text)
    /// }
    /// ```
    ///
    /// * The event is taken from the handlers, wildcards too, unless the wait
    ///   [observes](Listen::observe). [`Disposition::Taken`](crate::Disposition::Taken) reports it.
    /// * If several waits match one event, the first registered takes it; the others go on waiting,
    ///   unless a newer one [replaces](Listen::replace_older) them. Observers all get it.
    /// * An event that was received and whose handlers have yet to start counts as coming: a handler
    ///   that waits for the next event of its own conversation finds it in the same delivery.
    /// * The router that dispatches is the one to wait on: events don't reach waits on a router that
    ///   was merged into another. Handlers get the right one from [`Context`](crate::Context).
    /// * Questions that are [asked](Self::ask) are not seen by waits.
    pub fn listen<E: EventArg>(&self, topic: impl Into<Topic>) -> Listen<E> {
        Listen::new(self.0.waits.clone(), topic.into())
    }

    /// Cancels the waits for a topic and returns how many there were.
    pub fn stop_listening(&self, topic: impl Into<Topic>) -> usize {
        self.0.waits.cancel(&topic.into())
    }

    /// How many waits there are.
    #[must_use]
    pub fn waits(&self) -> usize {
        self.0.waits.len()
    }

    /// Ends all waits, those to come too, with [`Closed`](crate::WaitError::Closed), and forgets the
    /// recent events. Handlers go on: what is still received is still handled.
    ///
    /// Dropping the last clone of the router does the same.
    pub fn close(&self) {
        self.0.waits.close();
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.waits.is_closed()
    }

    /// Whether a handler is registered for this very type of event; wildcards don't count.
    #[must_use]
    pub fn handles<E: Event>(&self) -> bool {
        self.table().is_typed(TypeId::of::<E>())
    }

    /// Whether a handler is registered that answers this question, under some condition at least.
    #[must_use]
    pub fn answers<Q: Question>(&self) -> bool {
        !self.table().answerers(TypeId::of::<Q>()).is_empty()
    }

    /// All handlers, in the order they were registered.
    #[must_use]
    pub fn handlers(&self) -> Vec<HandlerInfo> {
        let mut handlers: Vec<_> = self.table().infos().cloned().collect();
        handlers.sort_by_key(HandlerInfo::id);
        handlers
    }

    fn table(&self) -> Arc<Table> {
        read(&self.0.table).clone()
    }

    /// Replaces the table by a changed copy.
    fn change<R>(&self, change: impl FnOnce(&mut Table) -> R) -> R {
        let (result, old) = {
            let mut current = write(&self.0.table);
            let mut table = Table::clone(&current);
            let result = change(&mut table);
            table.index();
            (result, std::mem::replace(&mut *current, Arc::new(table)))
        };
        // Outside the lock: this may drop handlers, and with them the user's values.
        drop(old);
        result
    }
}

impl HasWaits for Router {
    fn all_waits(&self) -> &Waits {
        &self.0.waits
    }
}

impl Default for Router {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.waits.close();
    }
}

impl fmt::Debug for Router {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router")
            .field("handlers", &self.table().infos().count())
            .field("waits", &self.waits())
            .finish_non_exhaustive()
    }
}
