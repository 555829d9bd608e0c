//! The `wazzup` command: sends messages, listens to webhooks, reads webhook bodies, lists and
//! imports entities, and runs the emulator. `wazzup help` tells the rest.

mod args;
mod commands;
mod connection;
mod exit;
mod failure;
mod input;
mod logging;
mod output;
mod provider;
mod secrets;
mod signal;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main().into()
}
