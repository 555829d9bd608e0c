//! How the APIs are reached.

mod graph;

use std::{env, time::Duration};

use wazzup_sdk::{api::Client, transport::Proxy};

pub(crate) use self::graph::{Graph, missing, node};
use crate::{
    failure::Failure,
    provider::{Options, Provider},
    secrets,
};

const PUBLIC_URL: &str = "WAZZUP_PUBLIC_URL";
const TECH_URL: &str = "WAZZUP_TECH_URL";

/// Where the API is and which key opens it: the options of every command that calls it.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct Connection {
    /// Read the API key from stdin instead of WAZZUP_API_KEY
    #[arg(long)]
    api_key_stdin: bool,
    /// Base URL of the API, without its version: for the emulator or a proxy [env:
    /// WAZZUP_PUBLIC_URL, or WHATSAPP_URL with --provider whatsapp]
    #[arg(long, value_name = "URL")]
    api_url: Option<String>,
    /// Base URL of the partner API [env: WAZZUP_TECH_URL]
    #[arg(long, value_name = "URL")]
    tech_url: Option<String>,
    /// How long a call may take in all, repeats included [default: that of the SDK]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
}

impl Connection {
    /// The client. Nothing is sent yet.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        let key = secrets::api_key(self.api_key_stdin)?;
        let mut builder = Client::builder(key.expose());
        let api_url = given(self.api_url.as_deref(), PUBLIC_URL)?;
        if may_have_proxy(api_url.as_deref()) {
            builder = builder.configure(|transport| transport.proxy(Proxy::from_env()));
        }
        if let Some(url) = &api_url {
            builder = builder.public_base(url.strip_suffix("/v3").unwrap_or(url));
        }
        if let Some(url) = given(self.tech_url.as_deref(), TECH_URL)? {
            builder = builder.tech_base(url);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        builder.build().map_err(|error| {
            let advice = "check the API key, and that base URLs read like http://127.0.0.1:8080";
            Failure::usage(crate::failure::told(&error)).advice(advice)
        })
    }

    /// Whether stdin holds the API key.
    pub(crate) fn takes_stdin(&self) -> bool {
        self.api_key_stdin
    }
}

impl Options for Connection {
    const OF: Provider = Provider::Wazzup;

    fn given(&self) -> Option<&'static str> {
        match self {
            Self {
                api_key_stdin: true,
                ..
            } => Some("--api-key-stdin"),
            Self {
                tech_url: Some(_), ..
            } => Some("--tech-url"),
            _ => None,
        }
    }
}

/// An option, or else what stands in the environment for it, where empty means not set. Not left to
/// the parser, since a variable of one service must not be in the way of the other.
fn given(option: Option<&str>, variable: &str) -> Result<Option<String>, Failure> {
    let found = match option {
        Some(given) => given.to_owned(),
        None => match env::var(variable) {
            Ok(found) => found,
            Err(env::VarError::NotPresent) => return Ok(None),
            Err(env::VarError::NotUnicode(_)) => {
                return Err(Failure::usage(format!("{variable} is not text")));
            }
        },
    };
    Ok(filled(&found))
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/');
    (!text.is_empty()).then(|| text.to_owned())
}

/// As other commands do; but no proxy leads to this machine itself.
fn may_have_proxy(url: Option<&str>) -> bool {
    !url.is_some_and(is_local)
}

/// Whether an address is of this machine.
fn is_local(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    ["127.", "localhost", "[::1]"]
        .iter()
        .any(|local| host.starts_with(local))
}

/// A time in seconds, such as `30` or `0.5`.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    const MAX: f64 = 24.0 * 3600.0;
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= MAX => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("a number of seconds above 0, a day at most".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_number_of_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["0", "-1", "NaN", "inf", "1e30", "soon"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_emulator_is_local_and_the_service_is_not() {
        for local in [
            "http://127.0.0.1:7070",
            "http://localhost:1",
            "http://[::1]:1",
        ] {
            assert!(is_local(local), "{local}");
        }
        for remote in ["https://api.wazzup24.com", "https://example.org/127.0.0.1"] {
            assert!(!is_local(remote), "{remote}");
        }
    }

    #[test]
    fn an_empty_url_is_none_and_a_slash_at_its_end_does_not_matter() {
        assert_eq!(filled(" "), None);
        assert_eq!(
            filled("http://127.0.0.1:1/").as_deref(),
            Some("http://127.0.0.1:1")
        );
    }
}
