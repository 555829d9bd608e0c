//! `wazzup parse`: what is in webhook bodies.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    exit::Exit,
    failure::Failure,
    input::Input,
    output::{Output, note},
    provider::{NotJson, Provider},
};

/// Read webhook bodies and tell what is in them, one line per event
///
/// The line is a JSON object (or text with `-o text`):
///
///   provider  the service: `wazzup` or `whatsapp`
///   event     for wazzup: message, status, create_contact, create_deal, channel_update,
///             template_status, test or unknown; for whatsapp: message, callback_button,
///             message_status and so on, and raw for what has no kind of its own
///   id        of the message, channel or template it is about, or null
///   typed     whether the models could read it
///   unknown   paths of fields and values that the models do not know
///   error     why it could not be read; only if it could not
///
/// The exit code is 0 if all input was JSON, whatever was in it, and 1 otherwise. A file that is
/// not JSON does not keep the others from being read. What is JSON but for bytes that are no UTF-8
/// is told all the same.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Whose webhooks they are
    #[arg(long, value_enum, default_value_t)]
    provider: Provider,
    /// Files with one body each; `-`, or none, for stdin
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    let Args {
        provider,
        mut files,
    } = args;
    if files.is_empty() {
        files.push("-".into());
    }
    let mut exit = Exit::Done;
    for file in &files {
        if let Err(failure) = one(provider, file, output) {
            output.flush()?;
            note(format_args!("wazzup: {failure}"));
            exit = Exit::Failed;
        }
    }
    output.flush()?;
    Ok(exit)
}

fn one<W: Write>(provider: Provider, file: &Path, output: &mut Output<W>) -> Result<(), Failure> {
    let input = Input::new(file);
    let body = input
        .read()
        .map_err(|error| Failure::io(format!("cannot read {input}"), &error))?;
    let events = provider.events(&body).map_err(|NotJson(reason)| {
        Failure::other(format!("{input}: {reason}"))
            .advice("give the body of one webhook per file, as it came")
    })?;
    let mut other = None;
    for event in events {
        if output.is_closed() {
            break;
        }
        other = other.or(event.seems_of_other());
        event.write(output)?;
    }
    if let Some(other) = other {
        let word = other.word();
        note(format_args!(
            "wazzup: {input}: this looks like a webhook of {word}: give --provider {word}"
        ));
    }
    str::from_utf8(&body).map(drop).map_err(|error| {
        let byte = error.valid_up_to();
        Failure::other(format!(
            "{input}: the body is no JSON: no UTF-8 at byte {byte}"
        ))
        .advice("give the body as it came")
    })
}
