//! One file or folder per command.

pub(crate) mod channels;
pub(crate) mod completion;
pub(crate) mod contacts;
pub(crate) mod emulator;
pub(crate) mod listen;
pub(crate) mod parse;
pub(crate) mod send;
pub(crate) mod templates;
pub(crate) mod users;

use std::{future::Future, io};

use clap::Parser;

use crate::{
    args::{Cli, Command, Global},
    exit::Exit,
    failure::Failure,
    logging,
    output::{Format, Output, note},
};

/// Runs what the command line asks for.
pub(crate) fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way, too, to stdout. If nobody reads, so be it.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage
            } else {
                Exit::Done
            };
        }
    };
    logging::start(cli.global.verbose);
    run(cli).unwrap_or_else(|failure| {
        note(format_args!("wazzup: {failure}"));
        failure.exit()
    })
}

fn run(cli: Cli) -> Result<Exit, Failure> {
    let global = cli.global;
    match cli.command {
        Command::Parse(args) => parse::run(args, &mut global.output_or(Format::Json)),
        Command::Completion(args) => completion::run(args, &mut global.output_or(Format::Text)),
        Command::Emulator(args) => wait(emulator::run(args, global.output_or(Format::Text))),
        Command::Send(args) => send::run(*args, &mut global.output_or(Format::Text)),
        Command::Listen(args) => wait(listen::run(args, global.output_or(Format::Text))),
        Command::Channels(command) => wait(channels::run(command, global.output_or(Format::Text))),
        Command::Users(command) => wait(users::run(command, global.output_or(Format::Text))),
        Command::Contacts(command) => contacts::run(command, global.output_or(Format::Text)),
        Command::Templates(command) => {
            wait(templates::run(command, global.output_or(Format::Text)))
        }
    }
}

impl Global {
    fn output_or(&self, default: Format) -> Output {
        Output::stdout(self.output.unwrap_or(default))
    }
}

/// Runs a future to its end.
pub(crate) fn wait<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error: io::Error| Failure::io("cannot start", &error))?;
    let result = runtime.block_on(future);
    // Whatever still runs, such as a read of stdin, must not keep the process.
    runtime.shutdown_background();
    result
}
