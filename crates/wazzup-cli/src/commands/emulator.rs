//! `wazzup emulator`: a Wazzup in memory, on one port.

use std::{
    io::Write,
    net::SocketAddr,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use serde_json::{Map, Value, json};
use wazzup_emulator::{Emulator, StartError, knobs::Knobs};
use wazzup_sdk::types::Timestamp;

use crate::{
    args::address,
    exit::Exit,
    failure::Failure,
    input::Input,
    output::{Output, note},
    signal,
};

/// How long requests and deliveries may take to end once it is asked to stop.
const SHUTDOWN: Duration = Duration::from_secs(5);

/// Run a Wazzup that lives in memory, for tests and local work
///
/// The first line on stdout is `emulator ready on http://HOST:PORT`, or with `-o json`
/// `{"url":"http://HOST:PORT"}`. On that address are the public API under /v3, the partner API at its
/// own paths, the WhatsApp Cloud API under its versions, and the control API under /_emulator: GET
/// /_emulator/config has the keys, the channels and what there is of WhatsApp. Logs go to stderr. It
/// runs until SIGINT or SIGTERM.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:0", value_parser = address)]
    listen: SocketAddr,
    /// Listen on addresses that other machines can reach. There is no access control beyond the
    /// emulated one
    #[arg(long)]
    allow_non_loopback: bool,
    /// What ids and keys are derived from: the same seed gives the same ones
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Knobs as JSON, as GET /_emulator/knobs gives them, as far as they differ; `-` for stdin
    #[arg(long, value_name = "FILE")]
    knobs: Option<PathBuf>,
    /// Set one knob, such as `delivery.duplicates=1` or `rateLimit.retryAfter=true`; may be
    /// repeated, and wins over --knobs
    #[arg(long = "set", value_name = "KNOB=VALUE")]
    sets: Vec<String>,
    /// Stop the clock: it moves by POST /_emulator/clock/advance alone
    #[arg(long)]
    manual_clock: bool,
    /// When its clock begins, instead of now: such as 2026-01-31T10:00:00Z, in UTC if no offset is
    /// given. With --seed and --manual-clock a run can be repeated to the millisecond
    #[arg(long, value_name = "TIME", value_parser = moment)]
    start_at: Option<SystemTime>,
    /// The service knows no crm key: webhooks carry no bearer
    #[arg(long)]
    without_crm_key: bool,
}

pub(crate) async fn run<W: Write>(args: Args, mut output: Output<W>) -> Result<Exit, Failure> {
    let address = args.listen;
    if !address.ip().is_loopback() && !args.allow_non_loopback {
        return Err(
            Failure::usage(format!("{address} can be reached from other machines"))
                .advice("listen on 127.0.0.1, or give --allow-non-loopback"),
        );
    }
    let knobs = args.knobs()?;
    let mut builder = Emulator::builder()
        .listen(address)
        .seed(args.seed)
        .knobs(|present| *present = knobs);
    if args.manual_clock {
        builder = builder.manual_clock();
    }
    if let Some(moment) = args.start_at {
        builder = builder.start_at(moment);
    }
    if args.without_crm_key {
        builder = builder.without_crm_key();
    }
    // Before the first line, so that who reads it can stop us in good order from then on.
    let mut stop = std::pin::pin!(signal::stop());
    let emulator = tokio::select! {
        biased;
        () = &mut stop => return Ok(Exit::Done),
        started = builder.start() => started.map_err(|error| cannot_start(&error))?,
    };
    if output.is_json() {
        output.json(&json!({"url": emulator.url()}))?;
    } else {
        output.line(&format!("emulator ready on {}", emulator.url()))?;
    }
    output.flush()?;

    stop.await;
    if tokio::time::timeout(SHUTDOWN, emulator.shutdown())
        .await
        .is_err()
    {
        note("wazzup: some requests were cut off");
    }
    Ok(Exit::Done)
}

impl Args {
    fn knobs(&self) -> Result<Knobs, Failure> {
        let mut patch = match &self.knobs {
            None => Value::Object(Map::new()),
            Some(file) => read(Input::new(file))?,
        };
        for set in &self.sets {
            put(&mut patch, set).map_err(|problem| Failure::usage(format!("--set {problem}")))?;
        }
        serde_json::from_value(patch).map_err(|error| {
            Failure::usage(format!("the knobs: {error}"))
                .advice("GET /_emulator/knobs of a running emulator has all of them")
        })
    }
}

/// A moment that the clock can begin at. It is written with four digits of the year, also after a
/// century of moves.
fn moment(text: &str) -> Result<SystemTime, String> {
    let time = Timestamp::from(text);
    let in_range = |millis: &i64| (0..250_000_000_000_000).contains(millis);
    let time = time.unix_millis().filter(in_range).and(time.system_time());
    time.ok_or_else(|| "no time from 1970 on; give it like 2026-01-31T10:00:00Z".to_owned())
}

fn cannot_start(error: &StartError) -> Failure {
    let failure = match error {
        StartError::Listen { source, .. } => Failure::io(error, source),
        _ => Failure::other(error.to_string()),
    };
    failure.advice("free the address, or give another one with --listen")
}

fn read(file: Input<'_>) -> Result<Value, Failure> {
    let wrong = |why: &dyn std::fmt::Display| Failure::usage(format!("--knobs {file}: {why}"));
    let text = file.read().map_err(|error| wrong(&error))?;
    serde_json::from_slice(&text).map_err(|error| wrong(&error))
}

/// Puts `path.to.knob=value` into the knobs. The value is JSON; what is none is text.
fn put(knobs: &mut Value, set: &str) -> Result<(), String> {
    let (path, value) = set
        .split_once('=')
        .ok_or_else(|| format!("{set}: no `=`"))?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    let mut place = knobs;
    for step in path.split('.') {
        let Value::Object(object) = place else {
            return Err(format!("{path}: there is a value on the way"));
        };
        place = object
            .entry(step)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    *place = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knob_is_set_by_its_path() {
        let mut knobs = json!({"delivery": {"duplicates": 1}});
        put(&mut knobs, "delivery.duplicates=2").unwrap();
        put(&mut knobs, "dialect.usersList=paged").unwrap();
        put(&mut knobs, "lifecycle.readMs=null").unwrap();
        assert_eq!(
            knobs,
            json!({
                "delivery": {"duplicates": 2},
                "dialect": {"usersList": "paged"},
                "lifecycle": {"readMs": null},
            })
        );
        assert!(put(&mut knobs, "delivery").is_err());
        assert!(put(&mut knobs, "delivery.duplicates.more=1").is_err());
    }

    #[test]
    fn a_moment_is_one_that_can_be_written() {
        let ten = moment("2026-01-31T10:00:00Z").unwrap();
        for same in ["2026-01-31T13:00:00+03:00", "2026-01-31T10:00:00"] {
            assert_eq!(moment(same), Ok(ten), "{same}");
        }
        for bad in ["", "now", "1969-12-31T23:59:59Z", "9950-01-01T00:00:00Z"] {
            assert!(moment(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_not_set_stays_as_it_is_by_default() {
        let mut patch = json!({});
        put(&mut patch, "delivery.duplicates=2").unwrap();
        let knobs: Knobs = serde_json::from_value(patch).unwrap();
        assert_eq!(knobs.delivery.duplicates, 2);
        assert_eq!(
            knobs.delivery.timeout_ms,
            Knobs::default().delivery.timeout_ms
        );
        assert_eq!(knobs.lifecycle, Knobs::default().lifecycle);
    }
}
