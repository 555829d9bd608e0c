//! `wazzup completion`: scripts that teach shells the command line.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{args::Cli, exit::Exit, failure::Failure, output::Output};

/// Print the completion script of a shell
///
/// Where it goes, so that new shells have it:
///
///   bash        wazzup completion bash > ~/.local/share/bash-completion/completions/wazzup
///   zsh         wazzup completion zsh > DIRECTORY/_wazzup, in a directory of $fpath
///   fish        wazzup completion fish > ~/.config/fish/completions/wazzup.fish
///   elvish      wazzup completion elvish >> ~/.config/elvish/rc.elv
///   powershell  wazzup completion powershell >> $PROFILE
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run<W: Write>(args: Args, output: &mut Output<W>) -> Result<Exit, Failure> {
    // Through memory: the generator itself panics when its reader goes away.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "wazzup", &mut script);
    output.bytes(&script)?;
    output.flush()?;
    Ok(Exit::Done)
}
