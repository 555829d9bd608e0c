//! What a command reports on stderr when it cannot go on: one line, what and what to do.

use std::{error::Error as _, fmt, io};

use wazzup_sdk::{
    api::{Error, ErrorExt, ErrorKind},
    types::Invalid,
    whatsapp::api as whatsapp,
};

use crate::exit::Exit;

/// Why a command stopped, what to do about it, and the exit code.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    what: String,
    advice: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self {
            exit,
            what: what.into(),
            advice: None,
        }
    }

    /// Anything without an exit code of its own.
    pub(crate) fn other(what: impl Into<String>) -> Self {
        Self::new(Exit::Failed, what)
    }

    /// The command was called wrongly.
    pub(crate) fn usage(what: impl Into<String>) -> Self {
        Self::new(Exit::Usage, what)
    }

    /// Something about a file or a stream.
    pub(crate) fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        Self::other(format!("{what}: {error}"))
    }

    /// Adds what to do about it.
    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// A call that failed, under the exit code of the command it belongs to.
    pub(crate) fn call(exit: Exit, error: &Error) -> Self {
        Self::new(exit, told(error)).advice(advice_on(error))
    }

    /// A call of the Cloud API that failed.
    pub(crate) fn graph(error: &Error) -> Self {
        Self::other(told(error)).advice(advice_on_graph(error))
    }
}

/// One line, whatever is inside.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(one_line(&self.what).trim_end_matches('.'))?;
        match &self.advice {
            Some(advice) => write!(f, ". {}", sentence(&one_line(advice))),
            None => Ok(()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::call(Exit::Failed, &error)
    }
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::usage(invalid.to_string())
    }
}

/// Text that could not be read from stdin.
pub(crate) fn from_stdin(what: &str, error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::InvalidData {
        return Failure::usage(format!("{what} on stdin is not UTF-8"));
    }
    Failure::io(format_args!("cannot read {what} from stdin"), error)
}

/// The error and its causes, without saying anything twice.
pub(crate) fn told(error: &Error) -> String {
    let mut told = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_told = cause.to_string();
        if !cause_told.is_empty() && !told.contains(&cause_told) {
            told = format!("{told}: {cause_told}");
        }
        source = cause.source();
    }
    told
}

/// What to do about a failed call: the library's advice, which knows no variables of this command.
pub(crate) fn advice_on(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Unauthorized if error.error_code().is_none() => {
            "Check the API key in WAZZUP_API_KEY, and that it is of this account.".to_owned()
        }
        ErrorKind::Connect => NO_CONNECTION.to_owned(),
        _ => error.advice().to_owned(),
    }
}

/// The same for a call of the Cloud API, whose codes are others.
pub(crate) fn advice_on_graph(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Unauthorized => format!(
            "{} It is read from WHATSAPP_TOKEN.",
            whatsapp::ErrorExt::advice(error)
        ),
        ErrorKind::Connect => NO_CONNECTION.to_owned(),
        _ => whatsapp::ErrorExt::advice(error).to_owned(),
    }
}

const NO_CONNECTION: &str = "Check the network and the base URL, then try again: nothing was sent.";

/// The text with a capital letter at its beginning and a full stop at its end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(letters).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// Text without line breaks and other control characters.
pub(crate) fn one_line(text: &str) -> String {
    let words = text
        .split(char::is_control)
        .filter(|word| !word.trim().is_empty());
    let words: Vec<&str> = words.map(str::trim).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_one_line_whatever_is_in_it() {
        let failure = Failure::other("first\nsecond\r\n").advice("do\tthis\n");
        assert_eq!(failure.to_string(), "first second. Do this.");
    }

    #[test]
    fn a_sidecar_key_is_advised_on_whatever_code_that_has() {
        let status = "403".parse().unwrap();
        let error = Error::new(ErrorKind::Forbidden, "users.list").with_status(status);
        let forbidden = advice_on(&error);
        assert!(forbidden.contains("sidecar"), "{forbidden}");
        assert_eq!(advice_on(&error.with_code("TOO_MANY_ENTITIES")), forbidden);
    }

    #[test]
    fn a_failure_without_advice_says_no_more() {
        assert_eq!(Failure::usage("no text").to_string(), "no text");
        assert_eq!(Failure::usage("no text").exit(), Exit::Usage);
    }
}
