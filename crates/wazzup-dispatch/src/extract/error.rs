use std::{error::Error as StdError, fmt};

use crate::BoxError;

/// Why an argument of a handler could not be had.
///
/// `Display` names the argument and what to do about it, never a value.
#[derive(Debug)]
pub struct ExtractError(Reason);

#[derive(Debug)]
enum Reason {
    Skip,
    Missing {
        what: &'static str,
        why: &'static str,
    },
    Failed {
        what: &'static str,
        source: BoxError,
    },
}

impl ExtractError {
    /// The event is none of this handler's business: the handler counts as
    /// [filtered](crate::Outcome::Filtered) and not as failed; a question goes to the next handler
    /// that can answer it.
    #[must_use]
    pub const fn skip() -> Self {
        Self(Reason::Skip)
    }

    /// There is no such thing: `what` names the argument, `why` says why not or what to do.
    #[must_use]
    pub const fn missing(what: &'static str, why: &'static str) -> Self {
        Self(Reason::Missing { what, why })
    }

    /// It is there, and something is wrong with it.
    pub fn failed(what: &'static str, source: impl Into<BoxError>) -> Self {
        Self(Reason::Failed {
            what,
            source: source.into(),
        })
    }

    /// Whether the handler is to be passed over without a failure.
    #[must_use]
    pub const fn is_skip(&self) -> bool {
        matches!(self.0, Reason::Skip)
    }
}

impl fmt::Display for ExtractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Skip => f.write_str("the event is not for this handler"),
            Reason::Missing { what, why } => write!(f, "no `{what}` for the handler: {why}"),
            Reason::Failed { what, .. } => write!(f, "could not make `{what}` for the handler"),
        }
    }
}

impl StdError for ExtractError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0 {
            Reason::Failed { source, .. } => Some(&**source),
            Reason::Skip | Reason::Missing { .. } => None,
        }
    }
}
