//! `wazzup send`: one message, and which of the three outcomes it had.

mod compose;
mod outcome;

use std::{future::IntoFuture, io::Write};

pub(crate) use self::compose::Args;
use self::outcome::{Names, Told, wazzup, whatsapp};
use crate::{
    commands::wait,
    exit::Exit,
    failure::Failure,
    output::{Output, note},
    provider::Provider,
    signal,
};

pub(crate) fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    args.check()?;
    match args.provider {
        Provider::Wazzup => report(&by_wazzup(&args)?, output),
        Provider::WhatsApp => report(&by_whatsapp(&args)?, output),
    }
}

fn by_wazzup(args: &Args) -> Result<Told<wazzup::Ids>, Failure> {
    // Before the network: what is wrong with the message shows without a key.
    let message = args.wazzup_message()?;
    let client = args.connection.client()?;
    let mut send = client.messages().send(message);
    if !args.wazzup.no_crm_message_id {
        send = send.with_generated_crm_message_id();
    }
    let key = send
        .message()
        .get_crm_message_id()
        .map(|id| id.as_str().to_owned());
    Ok(match wait(deliver(send))? {
        Some(Ok(accepted)) => Told::<wazzup::Ids>::accepted(&accepted),
        Some(Err(error)) => Told::<wazzup::Ids>::failed(key.as_deref(), &error),
        None => Told::interrupted(wazzup::Ids::of(key.as_deref())),
    })
}

fn by_whatsapp(args: &Args) -> Result<Told<whatsapp::Ids>, Failure> {
    args.graph.known_number()?;
    let message = args.whatsapp_message()?;
    let client = args.graph.client(&args.connection, |builder| builder)?;
    let send = message.by(&client);
    send.check()?;
    let tracker = send.get_tracker().map(str::to_owned);
    Ok(match wait(deliver(send))? {
        Some(Ok(sent)) => Told::<whatsapp::Ids>::accepted(&sent),
        Some(Err(error)) => Told::<whatsapp::Ids>::failed(tracker.as_deref(), &error),
        None => Told::interrupted(whatsapp::Ids::of(tracker.as_deref())),
    })
}

fn report<N: Names, W: Write>(told: &Told<N>, output: &mut Output<W>) -> Result<Exit, Failure> {
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
async fn deliver<S: IntoFuture>(send: S) -> Result<Option<S::Output>, Failure> {
    tokio::select! {
        biased;
        result = send.into_future() => Ok(Some(result)),
        () = signal::stop() => Ok(None),
    }
}
