//! `wazzup users`.

use std::io::Write;

use crate::{
    connection::Connection,
    exit::Exit,
    failure::Failure,
    output::{Output, Table},
};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List the users
    List(Connection),
}

pub(crate) async fn run<W: Write>(
    command: Command,
    mut output: Output<W>,
) -> Result<Exit, Failure> {
    let Command::List(connection) = command;
    let users = connection.client()?.users().list().await?;
    let mut table = Table::new(["id", "name"]);
    for user in &users {
        if output.is_json() {
            output.json(user)?;
            continue;
        }
        table.row([user.id.as_str(), &user.name]);
    }
    output.table(&table)?;
    Ok(Exit::Done)
}
