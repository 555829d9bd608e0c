//! Where secrets come from: the environment or stdin, never the command line, which every
//! process of the machine can read.

use std::{env, io::Read};

use wazzup_sdk::types::Secret;

use crate::failure::{Failure, from_stdin};

/// Opens the API.
pub(crate) const API_KEY: &str = "WAZZUP_API_KEY";
/// The bearer that webhooks carry.
pub(crate) const CRM_KEY: &str = "WAZZUP_CRM_KEY";
/// The secret in the query of the webhook address.
pub(crate) const WEBHOOK_TOKEN: &str = "WAZZUP_WEBHOOK_TOKEN";
/// Opens the Cloud API.
const ACCESS_TOKEN: &str = "WHATSAPP_TOKEN";
/// What webhooks of WhatsApp are signed with.
pub(crate) const APP_SECRET: &str = "WHATSAPP_APP_SECRET";
/// What Meta has to show when it checks the address of webhooks.
pub(crate) const VERIFY_TOKEN: &str = "WHATSAPP_VERIFY_TOKEN";

/// The secret in an environment variable; an empty one counts as none.
pub(crate) fn from_env(name: &str) -> Result<Option<Secret>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Secret::new(value.trim()).ok()),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is not text"))),
    }
}

/// The API key, from stdin if asked for, else from the environment.
pub(crate) fn api_key(from_stdin: bool) -> Result<Secret, Failure> {
    opener("API key", API_KEY, "--api-key-stdin", from_stdin)
}

/// The access token of the Cloud API, from stdin if asked for, else from the environment.
pub(crate) fn access_token(from_stdin: bool) -> Result<Secret, Failure> {
    opener("access token", ACCESS_TOKEN, "--token-stdin", from_stdin)
}

fn opener(what: &str, variable: &str, option: &str, from_stdin: bool) -> Result<Secret, Failure> {
    if from_stdin {
        return read(&mut std::io::stdin().lock(), what);
    }
    from_env(variable)?.ok_or_else(|| {
        Failure::usage(format!("no {what}"))
            .advice(format!("set {variable}, or give it on stdin with {option}"))
    })
}

/// Longest secret that is read from stdin, so that a wrong file does not fill the memory.
const MAX_BYTES: u64 = 4096;

fn read(input: &mut impl Read, what: &str) -> Result<Secret, Failure> {
    let mut text = String::new();
    let read = input.take(MAX_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| from_stdin(&format!("the {what}"), &error))?;
    let key = text.trim();
    if text.len() as u64 > MAX_BYTES || key.contains(char::is_whitespace) {
        return Err(Failure::usage(format!("what came on stdin is no {what}"))
            .advice("give it alone, on one line"));
    }
    Secret::new(key).map_err(|_| Failure::usage(format!("no {what} on stdin")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn the_line_end_is_no_part_of_a_key() {
        let key = read(&mut "not-a-real-key\r\n".as_bytes(), "API key").unwrap();
        assert_eq!(key.expose(), "not-a-real-key");
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_without_showing_it() {
        for input in ["", "\n", "two words", "line\nline"] {
            let failure = read(&mut input.as_bytes(), "API key").unwrap_err();
            assert_eq!(failure.exit(), Exit::Usage);
            assert!(!failure.to_string().contains("words"));
        }
        let failure = read(&mut &b"\xff\xfe"[..], "API key").unwrap_err();
        assert_eq!(failure.exit(), Exit::Usage);
        assert!(failure.to_string().contains("UTF-8"), "{failure}");
        let long = "x".repeat(5000);
        assert_eq!(
            read(&mut long.as_bytes(), "API key").unwrap_err().exit(),
            Exit::Usage
        );
    }
}
