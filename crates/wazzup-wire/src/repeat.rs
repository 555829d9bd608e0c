//! Whether a call that failed is worth making again.

/// Whether the caller may make the same call again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Repeat {
    /// Yes, after a wait: nothing was done, and time alone helps.
    Later,
    /// Not as it is: with another value it can succeed.
    AfterChange,
    /// Once somebody has put something right outside of the call: paid, signed in, asked for
    /// access.
    AfterAction,
    /// No: it will never succeed.
    Never,
    /// Not needed: it was done before.
    Done,
    /// Only if it may happen twice: it cannot be told whether it was done.
    Unsure,
}
