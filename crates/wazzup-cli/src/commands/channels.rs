//! `wazzup channels`.

use std::io::Write;

use crate::{
    connection::Connection,
    exit::Exit,
    failure::Failure,
    output::{Output, Table},
};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the channels, with the ids that `wazzup send --channel` takes
    List(Connection),
}

pub(crate) async fn run<W: Write>(
    command: Command,
    mut output: Output<W>,
) -> Result<Exit, Failure> {
    let Command::List(connection) = command;
    let channels = connection.client()?.channels().list().await?;
    let mut table = Table::new(["channel", "transport", "state", "account", "name"]);
    for channel in &channels {
        if output.is_json() {
            output.json(channel)?;
            continue;
        }
        table.row([
            channel.channel_id.as_str(),
            channel
                .transport
                .as_ref()
                .map_or("", |transport| transport.as_str()),
            channel.state.as_ref().map_or("", |state| state.as_str()),
            channel.plain_id.as_deref().unwrap_or_default(),
            channel.name.as_deref().unwrap_or_default(),
        ]);
    }
    output.table(&table)?;
    Ok(Exit::Done)
}
