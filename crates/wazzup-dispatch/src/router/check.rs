use std::{error::Error as StdError, fmt};

use crate::{
    extract::ExtractError,
    router::{HandlerInfo, Router},
};

impl Router {
    /// Finds handlers that could never be called, since state they take is missing. Call it once
    /// everything is registered.
    ///
    /// # Errors
    ///
    /// All of them.
    pub fn check(&self) -> Result<(), CheckError> {
        let table = self.table();
        let events = table.events().iter().chain(table.fallback_entries());
        let mut problems: Vec<_> = events
            .filter_map(|entry| Problem::of(&entry.info, entry.check()))
            .chain(
                table
                    .questions()
                    .iter()
                    .filter_map(|entry| Problem::of(&entry.info, entry.check())),
            )
            .collect();
        problems.sort_by_key(|problem| problem.handler.id());
        if problems.is_empty() {
            Ok(())
        } else {
            Err(CheckError(problems))
        }
    }
}

/// Handlers that could never be called.
#[derive(Debug)]
pub struct CheckError(Vec<Problem>);

impl CheckError {
    /// Each of them, in the order they were registered.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }
}

/// A handler that could never be called, and why.
#[derive(Debug)]
pub struct Problem {
    handler: HandlerInfo,
    error: ExtractError,
}

impl Problem {
    fn of(handler: &HandlerInfo, checked: Result<(), ExtractError>) -> Option<Self> {
        checked.err().map(|error| Self {
            handler: handler.clone(),
            error,
        })
    }

    /// The handler.
    #[must_use]
    pub fn handler(&self) -> &HandlerInfo {
        &self.handler
    }

    /// What is missing.
    #[must_use]
    pub fn error(&self) -> &ExtractError {
        &self.error
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("some handlers could never be called: ")?;
        for (at, Problem { handler, error }) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { "; " };
            write!(
                f,
                "{separator}`{}` of `{}`: {error}",
                handler.name(),
                handler.event()
            )?;
        }
        Ok(())
    }
}

impl StdError for CheckError {}
