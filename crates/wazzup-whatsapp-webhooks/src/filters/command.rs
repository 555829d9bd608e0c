use std::{fmt, marker::PhantomData, sync::Arc};

use wazzup_dispatch::Filter;

use super::{HasContent, Words};

/// What commands begin with if nothing else is said.
const PREFIXES: &str = "/!";

/// A condition on the command that a text begins with. Made by [`command`].
pub struct CommandFilter<E> {
    names: Arc<[Box<str>]>,
    prefixes: Box<str>,
    ignores_case: bool,
    event: PhantomData<fn(&E)>,
}

/// The text begins with this command, or one of these, as a word of its own: `start` is met by
/// `/start` and `!start now`, not by `/started` or `start`.
///
/// Captions are not looked at.
pub fn command<E: HasContent>(names: impl Words) -> CommandFilter<E> {
    CommandFilter {
        names: names.into_words(),
        prefixes: PREFIXES.into(),
        ignores_case: false,
        event: PhantomData,
    }
}

/// The text begins with `/` or `!` and a word right after it.
pub fn is_command<E: HasContent>() -> impl Filter<E> + Copy {
    |event: &E| word(event.text(), PREFIXES).is_some()
}

/// The first word without its prefix.
fn word<'a>(text: Option<&'a str>, prefixes: &str) -> Option<&'a str> {
    let word = text?.split_whitespace().next()?;
    let rest = word.strip_prefix(|first| prefixes.contains(first))?;
    (!rest.is_empty()).then_some(rest)
}

impl<E: HasContent> CommandFilter<E> {
    /// Sets the characters that a command begins with: any one of these. `/!` if not called.
    #[must_use]
    pub fn prefixes(mut self, prefixes: impl Into<Box<str>>) -> Self {
        self.prefixes = prefixes.into();
        self
    }

    /// Compares without regard to upper and lower case.
    #[must_use]
    pub fn ignore_case(mut self) -> Self {
        self.ignores_case = true;
        self.names = self
            .names
            .iter()
            .map(|name| name.to_lowercase().into())
            .collect();
        self
    }
}

impl<E: HasContent> Filter<E> for CommandFilter<E> {
    fn matches(&self, event: &E) -> bool {
        let Some(word) = word(event.text(), &self.prefixes) else {
            return false;
        };
        let is = |word: &str| self.names.iter().any(|name| **name == *word);
        if self.ignores_case {
            is(&word.to_lowercase())
        } else {
            is(word)
        }
    }
}

impl<E> Clone for CommandFilter<E> {
    fn clone(&self) -> Self {
        Self {
            names: Arc::clone(&self.names),
            prefixes: self.prefixes.clone(),
            ignores_case: self.ignores_case,
            event: PhantomData,
        }
    }
}

impl<E> fmt::Debug for CommandFilter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandFilter")
            .field("names", &self.names)
            .field("prefixes", &self.prefixes)
            .field("ignores_case", &self.ignores_case)
            .finish()
    }
}
