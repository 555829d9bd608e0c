use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    envelope::{Envelope, EventArg},
    filter::{Filter, SharedFilter},
    key::Topic,
    wait::{
        Mark, Waiting, Waits,
        slot::{Judge, Slot, Verdict, Wait},
    },
};

/// A wait about to be started: say more about it, give it a [`timeout`](Self::timeout), then await
/// it. Made by [`Router::listen`](crate::Router::listen).
///
/// It can't be awaited before it has a timeout.
#[must_use = "a wait does nothing unless it is started or awaited"]
pub struct Listen<E, T = NoTimeoutYet> {
    waits: Arc<Waits>,
    topic: Topic,
    filter: Option<SharedFilter<E>>,
    cancel_on: Vec<SharedFilter<Envelope>>,
    since: Option<Mark>,
    observes: bool,
    replaces: bool,
    timeout: T,
}

/// A wait that has no timeout yet, and so can't be awaited: call [`Listen::timeout`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct NoTimeoutYet;

/// A wait that ends after this time at the latest.
#[derive(Clone, Copy, Debug)]
pub struct Timeout(Duration);

impl<E: EventArg> Listen<E> {
    pub(crate) fn new(waits: Arc<Waits>, topic: Topic) -> Self {
        Self {
            waits,
            topic,
            filter: None,
            cancel_on: Vec::new(),
            since: None,
            observes: false,
            replaces: false,
            timeout: NoTimeoutYet,
        }
    }

    /// Sets how long to wait at most, counted from the start of the wait.
    pub fn timeout(self, limit: Duration) -> Listen<E, Timeout> {
        Listen {
            waits: self.waits,
            topic: self.topic,
            filter: self.filter,
            cancel_on: self.cancel_on,
            since: self.since,
            observes: self.observes,
            replaces: self.replaces,
            timeout: Timeout(limit),
        }
    }
}

impl<E: EventArg, T> Listen<E, T> {
    /// Waits for an event that meets the filter. A second filter is another condition.
    ///
    /// A closure needs the type of its argument written out: see [`when`](Self::when).
    pub fn filter(mut self, filter: impl Filter<E>) -> Self {
        self.filter = Some(match self.filter.take() {
            None => filter.shared(),
            Some(first) => first.and(filter).shared(),
        });
        self
    }

    /// The same for a closure whose argument's type is inferred.
    pub fn when(self, filter: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.filter(filter)
    }

    /// Ends the wait with [`CanceledBy`](crate::WaitError::CanceledBy) if an event of the same topic
    /// comes that meets this filter, asked before the others: a button that says "never mind", a
    /// status that says "failed". The event is taken as the awaited one would be.
    pub fn cancel_on<C: EventArg>(mut self, filter: impl Filter<C>) -> Self {
        let cancels = move |envelope: &Envelope| {
            C::from_envelope(envelope).is_some_and(|event| filter.matches(event))
        };
        self.cancel_on.push(cancels.shared());
        self
    }

    /// Looks back first, at what came after this [mark](crate::Router::mark) and is still
    /// [kept](crate::RecentLimits).
    ///
    /// An event found there may have been handled already; one that another wait took isn't found.
    pub fn since(mut self, mark: Mark) -> Self {
        self.since = Some(mark);
        self
    }

    /// Leaves the event to handlers and other waits. Without it, the wait takes the event: no
    /// handler is called, and no later wait gets it.
    pub fn observe(mut self) -> Self {
        self.observes = true;
        self
    }

    /// Ends older waits for the same topic and type of event with
    /// [`Replaced`](crate::WaitError::Replaced). Without it the older ones come first.
    pub fn replace_older(mut self) -> Self {
        self.replaces = true;
        self
    }
}

impl<E: EventArg> Listen<E, Timeout> {
    /// Starts waiting now, so that something else can be done before the result is awaited.
    pub fn start(self) -> Waiting<E> {
        let wait = Arc::new(Wait {
            id: self.waits.next_id(),
            topic: self.topic,
            kind: E::event_type(),
            observes: self.observes,
            judge: judge(self.filter, self.cancel_on),
            slot: Mutex::new(Slot::Waiting(None)),
        });
        self.waits.register(&wait, self.since, self.replaces);
        Waiting::new(self.waits, wait, self.timeout.0)
    }
}

fn judge<E: EventArg>(
    filter: Option<SharedFilter<E>>,
    cancel_on: Vec<SharedFilter<Envelope>>,
) -> Judge {
    Box::new(move |envelope| {
        if cancel_on.iter().any(|cancels| cancels.matches(envelope)) {
            return Verdict::Cancel;
        }
        match E::from_envelope(envelope) {
            Some(event) if filter.as_ref().is_none_or(|filter| filter.matches(event)) => {
                Verdict::Take
            }
            _ => Verdict::Ignore,
        }
    })
}

impl<E: EventArg> IntoFuture for Listen<E, Timeout> {
    type Output = <Waiting<E> as Future>::Output;
    type IntoFuture = Waiting<E>;

    fn into_future(self) -> Waiting<E> {
        self.start()
    }
}

impl<E: EventArg, T: fmt::Debug> fmt::Debug for Listen<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listen")
            .field("event", &E::NAME)
            .field("topic", &self.topic)
            .field("filtered", &self.filter.is_some())
            .field("since", &self.since)
            .field("observes", &self.observes)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
