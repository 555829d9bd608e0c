use std::{any::TypeId, time::Duration};

use tokio::time::timeout;

use crate::{
    BoxError,
    envelope::Envelope,
    event::{Event, Question},
    extract::ExtractError,
    report::Panic,
    router::{Router, entry::End},
    wait::Attending,
};

/// Why a question has no answer. `Display` names the question, never what it is about.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// No handler answers it: none is registered, or the filters of all said no.
    #[error("no handler answers `{0}`")]
    NoHandler(&'static str),
    /// The handler returned an error.
    #[error("the handler of `{0}` failed")]
    Failed(&'static str, #[source] BoxError),
    /// The handler panicked.
    #[error("the handler of `{0}` panicked")]
    Panicked(&'static str, Panic),
    /// The deadline, or the handler's own time limit, passed. The handler was dropped.
    #[error("the handler of `{0}` did not answer in time")]
    TimedOut(&'static str),
    /// The handler was not called, since an argument could not be had.
    #[error("the handler of `{0}` could not be called")]
    MissingArgument(&'static str, #[source] ExtractError),
    /// The envelope holds another event.
    #[error("asked `{asked}` with an envelope that holds `{held}`")]
    OtherEvent {
        /// The question that was asked.
        asked: &'static str,
        /// What is in the envelope.
        held: &'static str,
    },
}

impl Router {
    /// Has a question answered by the handler [registered](Self::answer) for it, and drops that
    /// handler if it takes longer than the deadline.
    ///
    /// Waits, wildcards and ordinary handlers don't see the question; to show it to them,
    /// [`dispatch`](Self::dispatch) it too.
    ///
    /// # Errors
    ///
    /// There is no such handler, or it failed, panicked or was too slow. A failure doesn't go on to
    /// the next handler.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime that keeps time.
    pub async fn ask<Q: Question>(
        &self,
        question: impl Into<Envelope> + Send,
        deadline: Duration,
    ) -> Result<Q::Answer, AskError> {
        let envelope = question.into();
        if !envelope.is::<Q>() {
            let asked = <Q as Event>::NAME;
            return Err(AskError::OtherEvent {
                asked,
                held: envelope.name(),
            });
        }
        match timeout(deadline, self.answer_of::<Q>(&envelope)).await {
            Ok(answer) => answer,
            Err(_) => {
                let name = <Q as Event>::NAME;
                tracing::warn!(
                    event = name,
                    outcome = "timed_out",
                    "a question went unanswered"
                );
                Err(AskError::TimedOut(name))
            }
        }
    }

    async fn answer_of<Q: Question>(&self, envelope: &Envelope) -> Result<Q::Answer, AskError> {
        let name = <Q as Event>::NAME;
        let table = self.table();
        let waits = &*self.0.waits;
        let attending = table.looks_back().then(|| Attending::new(waits));
        let mark = attending.as_ref().map(|own| waits.mark_of(own));
        for entry in table.answerers(TypeId::of::<Q>()) {
            let error = match entry.run(envelope, self, mark, table.timeout).await {
                End::Filtered => continue,
                End::Returned(Ok(answer)) => match answer.downcast() {
                    Ok(answer) => return Ok(*answer),
                    // Registered under this question's type, it returns this question's answer.
                    Err(_) => continue,
                },
                End::Returned(Err(error)) => AskError::Failed(name, error),
                End::Panicked(panic) => AskError::Panicked(name, panic),
                End::TimedOut(_) => AskError::TimedOut(name),
                End::MissingArgument(error) => AskError::MissingArgument(name, error),
            };
            tracing::warn!(
                event = name,
                handler = entry.info.name(),
                outcome = error.as_str(),
                "a question went unanswered"
            );
            return Err(error);
        }
        Err(AskError::NoHandler(name))
    }
}

impl AskError {
    /// A word for logs and metrics.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NoHandler(_) => "no_handler",
            Self::Failed(..) => "failed",
            Self::Panicked(..) => "panicked",
            Self::TimedOut(_) => "timed_out",
            Self::MissingArgument(..) => "missing_argument",
            Self::OtherEvent { .. } => "other_event",
        }
    }
}
