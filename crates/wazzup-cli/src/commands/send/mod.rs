//! `wazzup send`: one message, and which of the three outcomes it had.

mod compose;
mod outcome;

use std::io::Write;

use wazzup_sdk::api::{Accepted, SendError, SendMessage};

pub(crate) use self::compose::Args;
use self::outcome::Told;
use crate::{
    commands::wait,
    exit::Exit,
    failure::Failure,
    output::{Output, note},
    provider::Provider,
    signal,
};

pub(crate) fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    if args.provider != Provider::Wazzup {
        return Err(Failure::usage("this command speaks to wazzup only, so far"));
    }
    // Before the network: what is wrong with the message shows without a key.
    let message = args.message()?;
    let client = args.connection.client()?;
    let mut send = client.messages().send(message);
    if !args.no_crm_message_id {
        send = send.with_generated_crm_message_id();
    }
    let key = send
        .message()
        .get_crm_message_id()
        .map(|id| id.as_str().to_owned());
    let told = match wait(deliver(send))? {
        Some(Ok(accepted)) => Told::accepted(&accepted),
        Some(Err(error)) => Told::failed(key.as_deref(), &error),
        None => Told::interrupted(key.as_deref()),
    };
    told.write(output)
        .map_err(|failure| failure.advice(told.in_short()))?;
    if let Some(remark) = told.remark() {
        note(format_args!("wazzup: {remark}."));
    }
    if let Some(failure) = told.failure() {
        note(format_args!("wazzup: {failure}"));
    }
    Ok(told.exit())
}

/// Sends. `None` if the process is asked to stop before the answer is there: the request may be
/// on its way, so that is an unknown outcome and must be told as one.
async fn deliver(send: SendMessage) -> Result<Option<Result<Accepted, SendError>>, Failure> {
    tokio::select! {
        biased;
        result = send.into_future() => Ok(Some(result)),
        () = signal::stop() => Ok(None),
    }
}
