//! `wazzup emulator`: a Wazzup in memory, on one port.
use crate::{exit::Exit, failure::Failure};
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}
pub(crate) async fn run(_args: Args) -> Result<Exit, Failure> { Ok(Exit::Done) }
