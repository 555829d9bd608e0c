//! `wazzup contacts`: list and import.

mod import;
mod list;

use std::io::Write;

use crate::{commands::wait, exit::Exit, failure::Failure, output::Output};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the contacts
    List(list::Args),
    /// Create or update contacts from a CSV file
    Import(import::Args),
}

pub(crate) fn run<W: Write>(command: Command, mut output: Output<W>) -> Result<Exit, Failure> {
    match command {
        Command::List(args) => wait(list::run(args, &mut output)),
        Command::Import(args) => import::run(args, &mut output),
    }
}
