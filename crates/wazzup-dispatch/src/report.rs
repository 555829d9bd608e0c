use std::{fmt, sync::Arc, time::Duration};

use crate::{
    BoxError,
    extract::ExtractError,
    few::Few,
    handler::Flow,
    router::{HandlerId, HandlerInfo},
};

/// What became of a delivery: one entry per event, in the order they came.
#[derive(Debug, Default)]
#[must_use = "a report tells which handlers failed; nothing else does"]
pub struct Report {
    events: Few<EventReport>,
}

impl Report {
    /// The events.
    #[must_use]
    pub fn events(&self) -> &[EventReport] {
        &self.events
    }

    /// Whether no handler of any event failed. True if there was none to fail.
    #[must_use]
    pub fn all_succeeded(&self) -> bool {
        self.events.iter().all(EventReport::succeeded)
    }

    /// The handlers that failed, each with its event.
    pub fn failures(&self) -> impl Iterator<Item = (&EventReport, &HandlerReport)> {
        self.events
            .iter()
            .flat_map(|event| event.handlers.iter().map(move |handler| (event, handler)))
            .filter(|(_, handler)| handler.outcome.is_failure())
    }

    /// The events nobody was there for.
    pub fn unhandled(&self) -> impl Iterator<Item = &EventReport> {
        self.events
            .iter()
            .filter(|event| event.disposition == Disposition::Unhandled)
    }

    /// Adds the events of another one.
    pub fn append(&mut self, other: Self) {
        self.events.extend(other.into_events());
    }

    /// Takes it apart.
    #[must_use]
    pub fn into_events(self) -> Vec<EventReport> {
        self.events.into_vec()
    }
}

impl From<EventReport> for Report {
    fn from(event: EventReport) -> Self {
        Self {
            events: Few::One(event),
        }
    }
}

impl FromIterator<EventReport> for Report {
    fn from_iter<I: IntoIterator<Item = EventReport>>(events: I) -> Self {
        Self {
            events: events.into_iter().collect(),
        }
    }
}

/// What became of one event.
#[derive(Debug)]
pub struct EventReport {
    pub(crate) name: &'static str,
    pub(crate) disposition: Disposition,
    pub(crate) handlers: Few<HandlerReport>,
}

impl EventReport {
    /// The event's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Who had it.
    #[must_use]
    pub fn disposition(&self) -> Disposition {
        self.disposition
    }

    /// The handlers registered for it, in the order they were due.
    #[must_use]
    pub fn handlers(&self) -> &[HandlerReport] {
        &self.handlers
    }

    /// Whether none of them failed.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        !self
            .handlers
            .iter()
            .any(|handler| handler.outcome.is_failure())
    }
}

/// Who had an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Disposition {
    /// There was a handler of the event's own type whose filter did not say no, or a handler of
    /// any kind returned [`Flow::Stop`], or the event is a question that a handler
    /// [answers](crate::Router::answer).
    Handled,
    /// A [wait](crate::Router::listen) took it, so no handler was called.
    Taken,
    /// Nobody: there is no handler of the event's own type, or the filter of each said no, and
    /// nobody answers it either.
    /// Wildcards may have run.
    Unhandled,
}

/// What became of one handler.
#[derive(Debug)]
pub struct HandlerReport {
    pub(crate) handler: Arc<HandlerInfo>,
    pub(crate) outcome: Outcome,
    pub(crate) elapsed: Duration,
}

impl HandlerReport {
    /// The handler's id.
    #[must_use]
    pub fn id(&self) -> HandlerId {
        self.handler.id()
    }

    /// The handler's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.handler.name()
    }

    /// The handler.
    #[must_use]
    pub fn handler(&self) -> &HandlerInfo {
        &self.handler
    }

    /// How it ended.
    #[must_use]
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// How long it ran; nothing if it didn't.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Takes the outcome, with the error in it.
    #[must_use]
    pub fn into_outcome(self) -> Outcome {
        self.outcome
    }
}

/// How a handler ended. `Debug` shows no error's content, which is the handler's.
#[non_exhaustive]
pub enum Outcome {
    /// It ran to its end.
    Done(Flow),
    /// It returned an error.
    Failed(BoxError),
    /// It panicked.
    Panicked(Panic),
    /// It was dropped after its time limit.
    TimedOut(Duration),
    /// It runs on without the delivery: see [`Handler::detached`](crate::Handler::detached).
    Detached,
    /// It was not called, since an argument could not be had.
    MissingArgument(ExtractError),
    /// It was not called, since its filter said no.
    Filtered,
    /// It was not called, since a handler of smaller order returned [`Flow::Stop`].
    Skipped,
}

impl Outcome {
    /// Whether it is one that should not happen.
    #[must_use]
    pub const fn is_failure(&self) -> bool {
        match self {
            Self::Failed(_) | Self::Panicked(_) | Self::TimedOut(_) | Self::MissingArgument(_) => {
                true
            }
            Self::Done(_) | Self::Detached | Self::Filtered | Self::Skipped => false,
        }
    }

    /// Whether the handler's function was called.
    #[must_use]
    pub const fn was_called(&self) -> bool {
        match self {
            Self::Done(_)
            | Self::Failed(_)
            | Self::Panicked(_)
            | Self::TimedOut(_)
            | Self::Detached => true,
            Self::MissingArgument(_) | Self::Filtered | Self::Skipped => false,
        }
    }

    /// A word for logs and metrics.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Failed(_) => "failed",
            Self::Panicked(_) => "panicked",
            Self::TimedOut(_) => "timed_out",
            Self::Detached => "detached",
            Self::MissingArgument(_) => "missing_argument",
            Self::Filtered => "filtered",
            Self::Skipped => "skipped",
        }
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(flow) => f.debug_tuple("Done").field(flow).finish(),
            Self::TimedOut(limit) => f.debug_tuple("TimedOut").field(limit).finish(),
            Self::MissingArgument(error) => write!(f, "MissingArgument({error})"),
            Self::Failed(_) => f.write_str("Failed(..)"),
            Self::Panicked(_) => f.write_str("Panicked(..)"),
            Self::Detached => f.write_str("Detached"),
            Self::Filtered => f.write_str("Filtered"),
            Self::Skipped => f.write_str("Skipped"),
        }
    }
}

/// A caught panic. `Debug` doesn't show its message.
pub struct Panic(Option<Box<str>>);

impl Panic {
    pub(crate) fn new(payload: &(dyn std::any::Any + Send)) -> Self {
        let message = payload
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self(message.map(Into::into))
    }

    /// What the panic said, if it was text. May hold what the handler worked with.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl fmt::Debug for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Panic(..)")
    }
}
