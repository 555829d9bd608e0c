//! The command line.

use std::net::{SocketAddr, ToSocketAddrs};

use clap::{ArgAction, Parser, Subcommand};

use crate::{commands, exit, output::Format};

/// Wazzup from the command line: send, listen, parse webhooks, list and import, emulate.
///
/// Secrets come from the environment or from stdin, never from arguments.
#[derive(Debug, Parser)]
#[command(
    name = "wazzup",
    version,
    after_help = exit::HELP,
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Global {
    /// How results are written; most commands write text unless told otherwise
    #[arg(short, long, global = true, value_enum, value_name = "FORMAT")]
    pub(crate) output: Option<Format>,
    /// Tell more on stderr; twice or thrice for still more. Never tells secrets
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The commands. Those without a word here have it, and more, at their arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Emulator(commands::emulator::Args),
    Parse(commands::parse::Args),
    Send(Box<commands::send::Args>),
    Listen(commands::listen::Args),
    /// The connected messenger accounts
    #[command(subcommand)]
    Channels(commands::channels::Command),
    /// The employees of the CRM
    #[command(subcommand)]
    Users(commands::users::Command),
    /// The customers of the CRM
    #[command(subcommand)]
    Contacts(commands::contacts::Command),
    /// The WhatsApp Business templates
    #[command(subcommand)]
    Templates(commands::templates::Command),
    Completion(commands::completion::Args),
}

/// An address to listen on, whose host may be a name.
pub(crate) fn address(text: &str) -> Result<SocketAddr, String> {
    let mut found = text.to_socket_addrs().into_iter().flatten();
    found
        .next()
        .ok_or_else(|| "no such address; give it as HOST:PORT, such as 127.0.0.1:7070".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_address_may_be_a_name() {
        assert_eq!(address("127.0.0.1:7070").unwrap().port(), 7070);
        assert!(address("localhost:7070").unwrap().ip().is_loopback());
        assert_eq!(address("[::1]:0").unwrap().port(), 0);
        for bad in ["", "7070", "127.0.0.1", "127.0.0.1:99999", "no host:1"] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_argument_takes_a_secret() {
        fn check(command: &clap::Command) {
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                let secret = ["key", "token", "secret", "bearer", "password"];
                if secret.iter().any(|word| id.contains(word)) {
                    assert!(!argument.get_action().takes_values(), "{id} takes a value");
                }
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
