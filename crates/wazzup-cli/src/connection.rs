//! How the API is reached.

use std::time::Duration;

use wazzup_sdk::{api::Client, transport::Proxy};

use crate::{failure::Failure, secrets};

/// Where the API is and which key opens it: the options of every command that calls it.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct Connection {
    /// Read the API key from stdin instead of WAZZUP_API_KEY
    #[arg(long)]
    api_key_stdin: bool,
    /// Base URL of the public API, without /v3: for the emulator or a proxy
    #[arg(
        long,
        value_name = "URL",
        env = "WAZZUP_PUBLIC_URL",
        hide_env_values = true
    )]
    api_url: Option<String>,
    /// Base URL of the partner API
    #[arg(
        long,
        value_name = "URL",
        env = "WAZZUP_TECH_URL",
        hide_env_values = true
    )]
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
        let api_url = given(self.api_url.as_deref());
        // As other commands do; but no proxy leads to this machine itself.
        if !api_url.is_some_and(is_local) {
            builder = builder.configure(|transport| transport.proxy(Proxy::from_env()));
        }
        if let Some(url) = api_url {
            builder = builder.public_base(url.strip_suffix("/v3").unwrap_or(url));
        }
        if let Some(url) = given(self.tech_url.as_deref()) {
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

/// An option that may come from the environment, where empty means not set.
fn given(url: Option<&str>) -> Option<&str> {
    let url = url?.trim().trim_end_matches('/');
    (!url.is_empty()).then_some(url)
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
        assert_eq!(given(Some(" ")), None);
        assert_eq!(
            given(Some("http://127.0.0.1:1/")),
            Some("http://127.0.0.1:1")
        );
    }
}
