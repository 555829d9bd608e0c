//! `wazzup contacts`: list and import.

mod import;
mod list;

use std::io::Write;

use crate::{commands::wait, exit::Exit, failure::Failure, output::Output};

/// What can be done with contacts; said at the arguments of each.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    List(list::Args),
    Import(import::Args),
}

pub(crate) fn run<W: Write>(command: Command, mut output: Output<W>) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => wait(list::run(args, &mut output)),
        Command::Import(args) => import::run(args, &mut output),
    }
}
