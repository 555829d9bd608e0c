//! Where secrets come from: the environment or stdin, never the command line, which every
//! process of the machine can read.

use std::{env, io::Read};

use wazzup_sdk::types::Secret;

use crate::failure::Failure;

/// Opens the API.
pub(crate) const API_KEY: &str = "WAZZUP_API_KEY";
/// The bearer that webhooks carry.
pub(crate) const CRM_KEY: &str = "WAZZUP_CRM_KEY";
/// The secret in the query of the webhook address.
pub(crate) const WEBHOOK_TOKEN: &str = "WAZZUP_WEBHOOK_TOKEN";

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
    if from_stdin {
        return read(&mut std::io::stdin().lock());
    }
    from_env(API_KEY)?.ok_or_else(|| {
        Failure::usage("no API key").advice(format!(
            "set {API_KEY}, or give it on stdin with --api-key-stdin"
        ))
    })
}

/// Longest key that is read from stdin, so that a wrong file does not fill the memory.
const MAX_BYTES: u64 = 4096;

fn read(input: &mut impl Read) -> Result<Secret, Failure> {
    let mut text = String::new();
    let read = input.take(MAX_BYTES + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::io("cannot read the API key from stdin", &error))?;
    let key = text.trim();
    if text.len() as u64 > MAX_BYTES || key.contains(char::is_whitespace) {
        return Err(Failure::usage("what came on stdin is no API key")
            .advice("give the key alone, on one line"));
    }
    Secret::new(key).map_err(|_| Failure::usage("no API key on stdin"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::Exit;

    #[test]
    fn the_line_end_is_no_part_of_a_key() {
        let key = read(&mut "not-a-real-key\r\n".as_bytes()).unwrap();
        assert_eq!(key.expose(), "not-a-real-key");
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_without_showing_it() {
        for input in ["", "\n", "two words", "line\nline"] {
            let failure = read(&mut input.as_bytes()).unwrap_err();
            assert_eq!(failure.exit(), Exit::Usage);
            assert!(!failure.to_string().contains("words"));
        }
        let long = "x".repeat(5000);
        assert_eq!(read(&mut long.as_bytes()).unwrap_err().exit(), Exit::Usage);
    }
}
