use crate::envelope::Envelope;

/// Why a wait ended without the event it waited for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// It did not come in time.
    #[error("no matching event came in time")]
    TimedOut,
    /// Somebody cancelled the wait.
    #[error("the wait was cancelled")]
    Canceled,
    /// An event came that [cancels](crate::Listen::cancel_on) the wait: this one.
    #[error("the wait was cancelled by an event of type `{}`", .0.name())]
    CanceledBy(Envelope),
    /// A newer wait [took its place](crate::Listen::replace_older).
    #[error("a newer wait took the place of this one")]
    Replaced,
    /// The router was closed, or nobody has it any more.
    #[error("the router was closed")]
    Closed,
}
